using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>One place that calls a member, creates a type or hands a method over.</summary>
internal readonly record struct CallSite(SyntaxNode Node, SemanticModel Model);

/// <summary>Finds the callers of a member: by name in every file's index first, and only those few are bound.</summary>
internal sealed class CallSites
{
    // More uses than this under one name, and the search gives up on it rather than bind half the program.
    private const int MostCandidates = 4000;

    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();

    private readonly CreationSites _creations;

    public CallSites(Compilation compilation)
    {
        _compilation = compilation;
        _creations = new CreationSites(compilation, this);
    }

    public IEnumerable<CallSite> Of(ISymbol member, Lifetimes lifetimes, CancellationToken cancellation) => member switch
    {
        INamedTypeSymbol type => _creations.Of(type, null, cancellation),
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => _creations.Of(constructor.ContainingType, constructor, cancellation),
        IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => Of(property, lifetimes, cancellation),
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } local => OfLocalFunction(local, cancellation),
        IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } @operator => OfOperator(@operator, cancellation),
        IPropertySymbol { IsIndexer: true } indexer => OfIndexer(indexer, lifetimes, cancellation),
        _ => OfMember(member, lifetimes, cancellation),
    };

    /// <summary>The types of this compilation that name <paramref name="type"/> as their base class.</summary>
    public IEnumerable<(INamedTypeSymbol Type, Location Base)> Derived(INamedTypeSymbol type, CancellationToken cancellation) => _creations.Derived(type, cancellation);

    /// <summary>The member whose body something is in; lambdas and local functions are parts of it.</summary>
    public static ISymbol? MemberAround(ISymbol? symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.LambdaMethod or MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }

    public SemanticModel ModelOf(SyntaxTree tree) =>
#pragma warning disable RS1030 // The answer is in other files than the one being analysed; few nodes are bound, and the compiler shares its models with analyzers.
        _models.GetOrAdd(tree, key => _compilation.GetSemanticModel(key));
#pragma warning restore RS1030

    /// <summary>Where a name is used, in the order of the files.</summary>
    public IEnumerable<(SimpleNameSyntax Use, SemanticModel Model)> Uses(string name, CancellationToken cancellation) => Uses(name, _compilation.SyntaxTrees, static _ => true, cancellation);

    /// <summary>The same, in files that <paramref name="mayUse"/> admits by their index.</summary>
    public IEnumerable<(SimpleNameSyntax Use, SemanticModel Model)> Uses(string name, Func<TreeIndex, bool> mayUse, CancellationToken cancellation) => Uses(name, _compilation.SyntaxTrees, mayUse, cancellation);

    private IEnumerable<(SimpleNameSyntax Use, SemanticModel Model)> Uses(string name, IEnumerable<SyntaxTree> trees, Func<TreeIndex, bool> mayUse, CancellationToken cancellation)
    {
        var left = MostCandidates;
        foreach (var tree in trees)
        {
            var index = TreeIndex.For(tree, cancellation);
            if (!index.Mentions(name) || !mayUse(index))
            {
                continue;
            }

            var model = ModelOf(tree);
            foreach (var use in index.Uses(name, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                if (--left < 0)
                {
                    yield break;
                }

                yield return (use, model);
            }
        }
    }

    private IEnumerable<CallSite> OfMember(ISymbol member, Lifetimes lifetimes, CancellationToken cancellation)
    {
        var targets = CallTargets.Of(member, lifetimes);
        var trees = IsPrivate(member) ? HomeOf(member.ContainingType) : _compilation.SyntaxTrees;
        foreach (var name in targets.Names)
        {
            foreach (var (use, model) in Uses(name, trees, static _ => true, cancellation))
            {
                if (MayRefer(use, member) && IsOne(targets, model, use, cancellation))
                {
                    yield return new CallSite(Expression(use), model);
                }
            }
        }
    }

    private static bool IsOne(CallTargets targets, SemanticModel model, SimpleNameSyntax use, CancellationToken cancellation)
    {
        var bound = model.GetSymbolInfo(use, cancellation);
        if (bound.Symbol is not null)
        {
            return targets.Contain(bound.Symbol);
        }

        // An argument of a missing type leaves the call undecided between overloads: good enough.
        foreach (var candidate in bound.CandidateSymbols)
        {
            if (targets.Contain(candidate))
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<CallSite> OfLocalFunction(IMethodSymbol local, CancellationToken cancellation)
    {
        if (local.DeclaringSyntaxReferences.FirstOrDefault() is not { } declaration)
        {
            yield break;
        }

        // Locals may begin in lower case, and then the index lists them only where they are called.
        var scope = declaration.GetSyntax(cancellation).Parent?.Parent is GlobalStatementSyntax or CompilationUnitSyntax
            ? declaration.SyntaxTree.GetRoot(cancellation)
            : declaration.GetSyntax(cancellation).Parent;
        var model = ModelOf(declaration.SyntaxTree);
        foreach (var node in scope?.DescendantNodes() ?? [])
        {
            if (node is IdentifierNameSyntax or GenericNameSyntax
                && ((SimpleNameSyntax)node).Identifier.ValueText == local.Name
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(node, cancellation).Symbol?.OriginalDefinition, local.OriginalDefinition))
            {
                yield return new CallSite(Expression((SimpleNameSyntax)node), model);
            }
        }
    }

    // Operators and indexers have no name to look for; a sink in one is rare enough to look at every such expression.
    private IEnumerable<CallSite> OfOperator(IMethodSymbol @operator, CancellationToken cancellation) =>
        InAllFiles(node => node is BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or CastExpressionSyntax, SymbolEqualityComparer.Default.Equals, @operator, cancellation);

    private IEnumerable<CallSite> OfIndexer(IPropertySymbol indexer, Lifetimes lifetimes, CancellationToken cancellation)
    {
        var targets = CallTargets.Of(indexer, lifetimes);
        return InAllFiles(node => node is ElementAccessExpressionSyntax, (bound, _) => targets.Contain(bound), indexer, cancellation);
    }

    private IEnumerable<CallSite> InAllFiles(Func<SyntaxNode, bool> mayBe, Func<ISymbol?, ISymbol?, bool> isOne, ISymbol target, CancellationToken cancellation)
    {
        var left = MostCandidates;
        foreach (var tree in _compilation.SyntaxTrees)
        {
            if (!TreeIndex.For(tree, cancellation).Mentions(target.ContainingType.Name) && target is IMethodSymbol)
            {
                continue;
            }

            var model = ModelOf(tree);
            foreach (var node in tree.GetRoot(cancellation).DescendantNodes())
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

    /// <summary>The cheapest test before binding: not the declaration of something, not a type's name, and as many arguments as the method can take.</summary>
    private static bool MayRefer(SimpleNameSyntax use, ISymbol member)
    {
        if (use.Parent is UsingDirectiveSyntax or QualifiedNameSyntax or BaseTypeSyntax or AttributeSyntax or NameColonSyntax or TypeArgumentListSyntax or ParameterSyntax or VariableDeclarationSyntax)
        {
            return false;
        }

        if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method || Expression(use) is not InvocationExpressionSyntax { ArgumentList.Arguments.Count: var given })
        {
            return true;
        }

        if (method.IsExtensionMethod)
        {
            given++;
        }

        var least = 0;
        var isOpen = method.IsExtensionMethod;
        foreach (var parameter in method.Parameters)
        {
            least += parameter.IsOptional || parameter.IsParams ? 0 : 1;
            isOpen |= parameter.IsParams;
        }

        return given >= least && (isOpen || given <= method.Parameters.Length);
    }

    /// <summary>The whole expression that a name stands for: the call, the member access, or the name itself.</summary>
    private static SyntaxNode Expression(SimpleNameSyntax use)
    {
        SyntaxNode node = use;
        if (node.Parent is MemberAccessExpressionSyntax access && access.Name == use)
        {
            node = access;
        }
        else if (node.Parent is MemberBindingExpressionSyntax binding)
        {
            node = binding;
        }

        return node.Parent is InvocationExpressionSyntax call && call.Expression == node ? call : node;
    }

    private static bool IsPrivate(ISymbol member) =>
        member.DeclaredAccessibility == Accessibility.Private && member is not (IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } or IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: false });

    private static IEnumerable<SyntaxTree> HomeOf(INamedTypeSymbol type)
    {
        while (type.ContainingType is not null)
        {
            type = type.ContainingType;
        }

        return type.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree).Distinct();
    }
}
