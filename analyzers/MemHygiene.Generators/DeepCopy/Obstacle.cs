namespace MemHygiene.DeepCopy;

/// <summary>Why no copying can be written for a document.</summary>
/// <param name="Reason">Names the member or type, as the end of a sentence: "because Order.Payload is an object".</param>
/// <param name="IsCompilable">Whether code compiled at run time can still copy it: it sees private types and those of other assemblies.</param>
internal sealed record Obstacle(string Reason, bool IsCompilable);
