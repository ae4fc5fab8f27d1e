using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Moving;

/// <summary>An expression as it reads at its new place, and what it needs there.</summary>
/// <param name="Code">The expression.</param>
/// <param name="UsesServices">It names the provider <see cref="ExpressionMover.Provider"/>.</param>
/// <param name="UsesCancellation">It names the token <see cref="ExpressionMover.CancellationToken"/>.</param>
/// <param name="Namespaces">What its type names need in scope.</param>
/// <param name="Inlined">Locals whose initialisers went into it.</param>
internal sealed record MovedExpression(
    string Code, bool UsesServices, bool UsesCancellation, IReadOnlyList<string> Namespaces, IReadOnlyList<ILocalSymbol> Inlined)
{
    /// <summary>The expression as the factory delegate of a registration or of a <see cref="Lazy{T}"/>.</summary>
    public string AsProviderLambda(bool withCancellation) => (withCancellation, UsesServices) switch
    {
        (true, _) => $"({ExpressionMover.Provider}, {ExpressionMover.CancellationToken}) => {Code}",
        (false, true) => $"{ExpressionMover.Provider} => {Code}",
        (false, false) => $"_ => {Code}",
    };

    public static MovedExpression? Of(SemanticModel model, ExpressionSyntax expression, Destination destination, CancellationToken cancellation) =>
        new ExpressionMover(model, expression, destination, cancellation).Move();
}
