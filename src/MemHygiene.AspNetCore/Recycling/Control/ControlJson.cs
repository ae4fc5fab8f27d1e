using System.Text.Json.Serialization;

namespace MemHygiene.AspNetCore.Recycling;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FleetStatus))]
[JsonSerializable(typeof(ControlError))]
internal sealed partial class ControlJson : JsonSerializerContext;
