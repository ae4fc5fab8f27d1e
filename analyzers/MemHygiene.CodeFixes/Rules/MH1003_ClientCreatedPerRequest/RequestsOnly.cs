using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest;

/// <summary>
/// A client that only sends requests and is thrown away. One that is set up after its creation, handed on or told to cancel cannot be everybody's.
/// </summary>
/// <param name="Variable">The local that holds it; null where it is used on the spot.</param>
/// <param name="Disposals">The statements that dispose it.</param>
internal sealed record RequestsOnly(VariableDeclaratorSyntax? Variable, IReadOnlyList<StatementSyntax> Disposals)
{
    private static readonly string[] Verbs = ["Get", "Post", "Put", "Patch", "Delete", "Send"];

    public static RequestsOnly? Of(SinkContext context, BaseObjectCreationExpressionSyntax creation)
    {
        if (Sends(context, creation))
        {
            return new RequestsOnly(null, []);
        }

        if (creation.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax or UsingStatementSyntax } } variable })
        {
            return null;
        }

        var disposals = new List<StatementSyntax>();
        foreach (var use in LocalUse.Uses(context, variable))
        {
            if (Sends(context, use))
            {
                continue;
            }

            if (Disposal(use) is not { } disposal)
            {
                return null;
            }

            disposals.Add(disposal);
        }

        return new RequestsOnly(variable, disposals);
    }

    private static bool Sends(SinkContext context, ExpressionSyntax client) =>
        client.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access
        && access.Expression == client
        && call.Expression == access
        && context.Model.GetSymbolInfo(call, context.Cancellation).Symbol is IMethodSymbol method
        && method.ContainingNamespace.ToDisplayString() is "System.Net.Http" or "System.Net.Http.Json"
        && Array.Exists(Verbs, verb => method.Name.StartsWith(verb, StringComparison.Ordinal));

    /// <summary><c>client.Dispose();</c>, unless the block (of a <c>finally</c>) would be empty without it.</summary>
    private static StatementSyntax? Disposal(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose", Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax { Statements.Count: > 1 } } statement } }
            ? statement
            : null;
}
