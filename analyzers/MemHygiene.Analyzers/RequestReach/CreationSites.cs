using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>Finds where a type's constructors are called: by <c>new</c>, from another constructor, or by those of a derived type.</summary>
internal sealed class CreationSites
{
    private readonly CallSites _sites;

    public CreationSites(CallSites sites) => _sites = sites;

    /// <summary>The types of this compilation that name <paramref name="type"/> as their base class.</summary>
    public IEnumerable<(INamedTypeSymbol Type, Location Base)> Derived(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (type.IsSealed || type.TypeKind != TypeKind.Class)
        {
            yield break;
        }

        foreach (var (use, model) in _sites.Uses(type.Name, cancellation))
        {
            var entry = use.FirstAncestorOrSelf<BaseTypeSyntax>();
            if (entry?.Parent?.Parent is TypeDeclarationSyntax declaration
                && entry.Type.Span.End == use.Span.End
                && model.GetDeclaredSymbol(declaration, cancellation) is INamedTypeSymbol { TypeKind: TypeKind.Class } derived
                && SymbolEqualityComparer.Default.Equals(derived.BaseType?.OriginalDefinition, type.OriginalDefinition))
            {
                yield return (derived, entry.GetLocation());
            }
        }
    }

    /// <summary>Where one constructor is called, or any of the type's.</summary>
    public IEnumerable<CallSite> Of(INamedTypeSymbol type, IMethodSymbol? constructor, CancellationToken cancellation)
    {
        foreach (var index in _sites.Files(cancellation))
        {
            if (!index.Mentions(type.Name))
            {
                continue;
            }

            var model = _sites.ModelOf(index.Tree);
            foreach (var use in index.Uses(type.Name, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                if (CreationOf(use) is { } creation && Creates(creation, model))
                {
                    yield return new CallSite(creation, model);
                }
            }

            // new() names no type, but where it is written the type is rarely far.
            var root = index.Tree.GetRoot(cancellation);
            foreach (var position in index.ImplicitCreations)
            {
                cancellation.ThrowIfCancellationRequested();
                if (root.FindToken(position).Parent is ImplicitObjectCreationExpressionSyntax creation && Creates(creation, model))
                {
                    yield return new CallSite(creation, model);
                }
            }
        }

        if (constructor is not null)
        {
            foreach (var site in OfThisInitializers(constructor, cancellation))
            {
                yield return site;
            }
        }

        bool Creates(SyntaxNode creation, SemanticModel model)
        {
            var bound = model.GetSymbolInfo(creation, cancellation);
            return bound.Symbol is { } symbol ? IsIt(symbol) : bound.CandidateSymbols.Any(IsIt);
        }

        bool IsIt(ISymbol called) => constructor is null
            ? SymbolEqualityComparer.Default.Equals(called.ContainingType?.OriginalDefinition, type.OriginalDefinition)
            : SymbolEqualityComparer.Default.Equals(called.OriginalDefinition, constructor.OriginalDefinition);
    }

    // new T(…), new N.T(…), new T<X>(…): the name is the type's own, not that of a type argument.
    private static ObjectCreationExpressionSyntax? CreationOf(SimpleNameSyntax use) => use.Parent switch
    {
        ObjectCreationExpressionSyntax creation when creation.Type == use => creation,
        QualifiedNameSyntax { Parent: ObjectCreationExpressionSyntax creation } name when name.Right == use => creation,
        AliasQualifiedNameSyntax { Parent: ObjectCreationExpressionSyntax creation } => creation,
        _ => null,
    };

    private IEnumerable<CallSite> OfThisInitializers(IMethodSymbol constructor, CancellationToken cancellation)
    {
        foreach (var other in constructor.ContainingType.InstanceConstructors)
        {
            if (other.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is ConstructorDeclarationSyntax { Initializer: { RawKind: (int)SyntaxKind.ThisConstructorInitializer } initializer })
            {
                var model = _sites.ModelOf(initializer.SyntaxTree);
                if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(initializer, cancellation).Symbol, constructor))
                {
                    yield return new CallSite(initializer, model);
                }
            }
        }
    }
}
