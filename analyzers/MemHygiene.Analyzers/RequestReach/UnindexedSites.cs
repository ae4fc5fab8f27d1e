using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>Finds the callers of what the files' indexes do not list: operators, indexers, local functions, and fields whose names begin like a local's.</summary>
internal sealed class UnindexedSites(CallSites sites)
{
    // The index lists such names only where they are called; fields like these are mostly private, so their type's files are enough.
    public IEnumerable<CallSite> OfField(IFieldSymbol field, CancellationToken cancellation)
    {
        foreach (var file in CallSites.HomeOf(field.ContainingType, cancellation))
        {
            var model = sites.ModelOf(file.Tree);
            foreach (var node in file.Tree.GetRoot(cancellation).DescendantNodes())
            {
                if (node is IdentifierNameSyntax name
                    && name.Identifier.ValueText == field.Name
                    && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol?.OriginalDefinition, field.OriginalDefinition))
                {
                    yield return new CallSite(CandidateUse.Expression(name), model);
                }
            }
        }
    }

    public IEnumerable<CallSite> OfLocalFunction(IMethodSymbol local, CancellationToken cancellation)
    {
        if (local.DeclaringSyntaxReferences.FirstOrDefault() is not { } declaration)
        {
            yield break;
        }

        // Locals may begin in lower case, and then the index lists them only where they are called.
        var scope = declaration.GetSyntax(cancellation).Parent?.Parent is GlobalStatementSyntax or CompilationUnitSyntax
            ? declaration.SyntaxTree.GetRoot(cancellation)
            : declaration.GetSyntax(cancellation).Parent;
        var model = sites.ModelOf(declaration.SyntaxTree);
        foreach (var node in scope?.DescendantNodes() ?? [])
        {
            if (node is IdentifierNameSyntax or GenericNameSyntax
                && ((SimpleNameSyntax)node).Identifier.ValueText == local.Name
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(node, cancellation).Symbol?.OriginalDefinition, local.OriginalDefinition))
            {
                yield return new CallSite(CandidateUse.Expression((SimpleNameSyntax)node), model);
            }
        }
    }

    // Operators and indexers have no name to look for; a sink in one is rare enough to look at every such expression.
    public IEnumerable<CallSite> OfOperator(IMethodSymbol @operator, CancellationToken cancellation)
    {
        var token = SyntaxFacts.GetOperatorKind(@operator.Name);
        return InAllFiles(
            node => node switch
            {
                BinaryExpressionSyntax binary => binary.OperatorToken.IsKind(token),
                PrefixUnaryExpressionSyntax unary => unary.OperatorToken.IsKind(token),
                CastExpressionSyntax cast => @operator.MethodKind == MethodKind.Conversion && CandidateUse.MayName(cast.Type, @operator.ReturnType),
                _ => false,
            },
            SymbolEqualityComparer.Default.Equals,
            file => file.Mentions(@operator.ContainingType.Name),
            @operator,
            cancellation);
    }

    public IEnumerable<CallSite> OfIndexer(IPropertySymbol indexer, Lifetimes lifetimes, CancellationToken cancellation)
    {
        var targets = CallTargets.Of(indexer, lifetimes);
        return InAllFiles(node => node is ElementAccessExpressionSyntax, (bound, _) => targets.Contain(bound), targets.MayBeCalledIn, indexer, cancellation);
    }

    private IEnumerable<CallSite> InAllFiles(Func<SyntaxNode, bool> mayBe, Func<ISymbol?, ISymbol?, bool> isOne, Func<TreeIndex, bool> mayUse, ISymbol target, CancellationToken cancellation)
    {
        var left = CallSites.MostCandidates;
        foreach (var file in sites.Files(cancellation))
        {
            if (!mayUse(file))
            {
                continue;
            }

            var model = sites.ModelOf(file.Tree);
            foreach (var node in file.Tree.GetRoot(cancellation).DescendantNodes())
            {
                if (!mayBe(node))
                {
                    continue;
                }

                cancellation.ThrowIfCancellationRequested();
                if (--left < 0)
                {
                    yield break;
                }

                if (isOne(model.GetSymbolInfo(node, cancellation).Symbol?.OriginalDefinition, target.OriginalDefinition))
                {
                    yield return new CallSite(node, model);
                }
            }
        }
    }
}
