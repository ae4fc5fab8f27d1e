using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach.Libraries;

/// <summary>A rule whose sinks a library passes on to those who call it.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Names">Simple names of types and methods; other expressions need not be looked at.</param>
/// <param name="Find">The sink that an operation is, or null.</param>
internal sealed record SinkRule(string Id, IReadOnlyCollection<string> Names, Func<IOperation, Sink?> Find);
