using System.Text.Json;
using System.Text.Json.Serialization;

namespace MemHygiene.Budgets;

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true)]
[JsonSerializable(typeof(MemoryPlan))]
internal sealed partial class MemoryPlanJson : JsonSerializerContext;
