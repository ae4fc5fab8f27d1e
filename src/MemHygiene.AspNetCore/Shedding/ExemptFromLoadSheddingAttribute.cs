namespace MemHygiene.AspNetCore.Shedding;

/// <summary>Marks an endpoint that is answered whatever the memory level: health checks, metrics, long connections that would hold a place for hours.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ExemptFromLoadSheddingAttribute : Attribute;
