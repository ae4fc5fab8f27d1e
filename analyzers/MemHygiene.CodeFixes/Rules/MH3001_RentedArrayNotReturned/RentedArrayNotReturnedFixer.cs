using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH3001_RentedArrayNotReturned;

/// <summary>Puts what follows the Rent into a <c>try</c> and the Return into its <c>finally</c>; an owner of pooled memory gets a <c>using</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RentedArrayNotReturnedFixer))]
internal sealed class RentedArrayNotReturnedFixer() : SinkFixer(RuleIds.RentedArrayNotReturned, FixTitle)
{
    internal const string FixTitle = "Return what was rented";

    protected override Task<bool> FixAsync(SinkContext context)
    {
        if (context.Sink is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax method }
            || UsingLocal.Declared(context) is not { } declaration
            || context.Model.GetSymbolInfo(context.Sink, context.Cancellation).Symbol is not IMethodSymbol { ReturnType: var rented })
        {
            return Task.FromResult(false);
        }

        return Task.FromResult(rented is IArrayTypeSymbol
            ? ReturnInFinally.TryApply(context, declaration, method.Expression)
            : UsingLocal.TryApply(context, declaration));
    }
}
