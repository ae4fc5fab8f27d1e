namespace MemHygiene.DeepCopy;

/// <summary>The copying of one document, ready to be compiled. Text only: the generator keeps it between edits and compares it.</summary>
/// <param name="HintName">The generated file's name.</param>
/// <param name="Source">The generated file.</param>
internal sealed record GeneratedCopy(string HintName, string Source);
