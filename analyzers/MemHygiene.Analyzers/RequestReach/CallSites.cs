using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>One place that calls a member, creates a type or hands a method over.</summary>
internal readonly record struct CallSite(SyntaxNode Node, SemanticModel Model);

/// <summary>Finds the callers of a member: by name in every file's index first, and only those few are bound.</summary>
internal sealed class CallSites
{
    // More uses than this under one name, and the search gives up on it rather than bind half the program.
    internal const int MostCandidates = 4000;

    // From so many on, a file has to name one of the types through which the member is called: it does, but for the links of a chain of calls.
    private const int ManyCandidates = 200;

    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly CreationSites _creations;
    private readonly UnindexedSites _unindexed;
    private ImmutableArray<TreeIndex> _files;
    private TypeNames? _names;

    public CallSites(Compilation compilation)
    {
        _compilation = compilation;
        _creations = new CreationSites(this);
        _unindexed = new UnindexedSites(this);
    }

    public IEnumerable<CallSite> Of(ISymbol member, Lifetimes lifetimes, CancellationToken cancellation) => member switch
    {
        INamedTypeSymbol type => _creations.Of(type, null, cancellation),
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => _creations.Of(constructor.ContainingType, constructor, cancellation),
        IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => Of(property, lifetimes, cancellation),
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } local => _unindexed.OfLocalFunction(local, cancellation),
        IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } @operator => _unindexed.OfOperator(@operator, cancellation),
        IPropertySymbol { IsIndexer: true } indexer => _unindexed.OfIndexer(indexer, lifetimes, cancellation),
        IFieldSymbol { Name.Length: > 0 } field when !char.IsUpper(field.Name[0]) => _unindexed.OfField(field, cancellation),
        IMethodSymbol { Name: "Dispose" or "DisposeAsync", Parameters.IsEmpty: true } dispose => OfMember(dispose, lifetimes, cancellation).Concat(OfUsing(dispose.ContainingType, cancellation)),
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

    /// <summary>Every file's index, in the order of the files.</summary>
    public ImmutableArray<TreeIndex> Files(CancellationToken cancellation)
    {
        if (_files.IsDefault)
        {
            ImmutableInterlocked.InterlockedInitialize(ref _files, _compilation.SyntaxTrees.Select(tree => TreeIndex.For(tree, cancellation)).ToImmutableArray());
        }

        return _files;
    }

    /// <summary>Where a name is used, in the order of the files.</summary>
    public IEnumerable<(SimpleNameSyntax Use, SemanticModel Model)> Uses(string name, CancellationToken cancellation) => Uses(name, Files(cancellation), static _ => true, cancellation);

    /// <summary>The same, in files that <paramref name="mayUse"/> admits by their index.</summary>
    public IEnumerable<(SimpleNameSyntax Use, SemanticModel Model)> Uses(string name, Func<TreeIndex, bool> mayUse, CancellationToken cancellation) => Uses(name, Files(cancellation), mayUse, cancellation);

    private IEnumerable<(SimpleNameSyntax Use, SemanticModel Model)> Uses(string name, ImmutableArray<TreeIndex> files, Func<TreeIndex, bool> mayUse, CancellationToken cancellation)
    {
        var left = MostCandidates;
        foreach (var file in files)
        {
            if (!file.Mentions(name) || !mayUse(file))
            {
                continue;
            }

            var model = ModelOf(file.Tree);
            foreach (var use in file.Uses(name, cancellation))
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
        var files = IsPrivate(member) ? HomeOf(member.ContainingType, cancellation) : Files(cancellation);
        var names = _names ??= new TypeNames(Files(cancellation), _compilation.Assembly.TypeNames);
        foreach (var name in targets.Names)
        {
            Func<TreeIndex, bool> mayUse = files.Sum(file => file.CountOf(name)) > ManyCandidates && !HasHeirs(member, cancellation) ? targets.MayBeCalledIn : static _ => true;
            foreach (var (use, model) in Uses(name, files, mayUse, cancellation))
            {
                if (CandidateUse.MayRefer(use, member, targets, names) && IsOne(targets, model, use, cancellation))
                {
                    yield return new CallSite(CandidateUse.Expression(use), model);
                }
            }
        }
    }

    // Creations at the beginning of a using, which calls Dispose without a word.
    private IEnumerable<CallSite> OfUsing(INamedTypeSymbol type, CancellationToken cancellation) => _creations.Of(type, null, cancellation).Where(site =>
        site.Node.Parent is EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } } } or UsingStatementSyntax);

    private bool HasHeirs(ISymbol member, CancellationToken cancellation) => !member.IsStatic && Derived(member.ContainingType, cancellation).Any();

    private static bool IsOne(CallTargets targets, SemanticModel model, SimpleNameSyntax use, CancellationToken cancellation)
    {
        var bound = model.GetSymbolInfo(use, cancellation);
        if (bound.Symbol is not null)
        {
            return use.Parent is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } ? targets.Are(bound.Symbol) : targets.Contain(bound.Symbol);
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

    private static bool IsPrivate(ISymbol member) =>
        member.DeclaredAccessibility == Accessibility.Private && member is not (IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } or IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: false });

    /// <summary>The files that declare a type, or the type around it.</summary>
    public static ImmutableArray<TreeIndex> HomeOf(INamedTypeSymbol type, CancellationToken cancellation)
    {
        while (type.ContainingType is not null)
        {
            type = type.ContainingType;
        }

        return type.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree).Distinct().Select(tree => TreeIndex.For(tree, cancellation)).ToImmutableArray();
    }
}
