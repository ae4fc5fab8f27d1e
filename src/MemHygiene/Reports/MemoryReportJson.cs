using System.Text.Json;
using System.Text.Json.Serialization;

namespace MemHygiene.Reports;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(MemoryReport))]
internal sealed partial class MemoryReportJson : JsonSerializerContext;
