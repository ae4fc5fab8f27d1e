using System.Text.Json.Serialization;
using MemHygiene.AspNetCore.Recycling.Fleets;

namespace MemHygiene.AspNetCore.Recycling;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FleetStatus))]
[JsonSerializable(typeof(ControlError))]
internal sealed partial class ControlJson : JsonSerializerContext;
