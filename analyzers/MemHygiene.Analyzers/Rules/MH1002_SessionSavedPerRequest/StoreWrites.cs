using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.Rules.MH1002_SessionSavedPerRequest;

/// <summary>Writes to a database that nothing decides on: a row for each visit, a commit after each request.</summary>
internal static class StoreWrites
{
    public static bool Saves(IMethodSymbol method) =>
        method.Name is "SaveChanges" or "SaveChangesAsync"
        && (method.ContainingType.DerivesFrom("Microsoft.EntityFrameworkCore", "DbContext") || (method.ContainingType.TypeKind == TypeKind.Interface && method.ContainingType.Name.EndsWith("Context", StringComparison.Ordinal)));

    /// <summary>Requests of all kinds come this way; a filter's only where it is added for all of them: <c>options.Filters.Add&lt;Audit&gt;()</c>.</summary>
    public static bool AreForAll(EntryPoint entry, RequestCode requests, CancellationToken cancellation) =>
        entry.IsForAll && entry.Kind switch
        {
            EntryKind.Filter => requests.Uses(entry.Owner!, cancellation).Any(use => IsAddedToFilters(use.Use)),
            EntryKind.Middleware when entry.Owner is { } middleware => !requests.Uses(middleware, cancellation).Any(use => IsInBranch(use.Use)),
            _ => true,
        };

    // app.UseWhen(…, branch => branch.UseMiddleware<Audit>())
    private static bool IsInBranch(SimpleNameSyntax type) => type.Ancestors().OfType<AnonymousFunctionExpressionSyntax>().Any(lambda =>
        lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax branch } && CandidateUse.LastName(branch.Expression) is "UseWhen" or "MapWhen" or "Map");

    private static bool IsAddedToFilters(SimpleNameSyntax type) =>
        type.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "AddService", Expression: var list } } && CandidateUse.LastName(list) == "Filters";
}
