using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>What a sink makes: the created or loaded type, and the member that does it.</summary>
internal readonly record struct Sink(INamedTypeSymbol Type, string Member);

/// <summary>
/// Types and methods as data. A line is <c>Some.Space.Type</c> (its constructors), <c>Some.Space.Type::Method</c>, <c>Some.Space.*::Method</c>
/// (whichever type of the namespace has it) or <c>: Some.Space.Base</c> (constructors of types derived from it whose names end in Client).
/// </summary>
internal sealed class SinkTable
{
    private readonly Dictionary<string, ImmutableArray<string>> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<(string Namespace, string Type)>> _methods = new(StringComparer.Ordinal);
    private readonly ImmutableArray<(string Namespace, string Type)> _bases;

    public SinkTable(IEnumerable<string> lines)
    {
        var bases = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var line in lines)
        {
            var method = line.IndexOf("::", StringComparison.Ordinal);
            var (space, type) = Split(method < 0 ? line.TrimStart(':', ' ') : line.Substring(0, method));
            if (line[0] == ':')
            {
                bases.Add((space, type));
            }
            else if (method < 0)
            {
                _types[type] = (_types.TryGetValue(type, out var spaces) ? spaces : ImmutableArray<string>.Empty).Add(space);
            }
            else
            {
                var name = line.Substring(method + 2);
                _methods[name] = (_methods.TryGetValue(name, out var owners) ? owners : ImmutableArray<(string, string)>.Empty).Add((space, type));
            }
        }

        _bases = bases.ToImmutable();
    }

    /// <summary>
    /// The simple names of the types and methods listed, methods only of namespaces that the compilation has (their names are everybody's: Create, Load);
    /// types that only derive from a listed base have others.
    /// </summary>
    public IEnumerable<string> NamesIn(Compilation compilation) =>
        _types.Keys.Concat(_methods.Where(method => method.Value.Any(owner => Exists(compilation, owner.Namespace))).Select(method => method.Key)).Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Names of which a file mentions one where it calls the method of that name: its type, or the namespace in a using. Methods have names like Create and Load,
    /// and most files call another one. Empty for a type's own name, which is sign enough.
    /// </summary>
    public ImmutableArray<string> SignsOf(string name, Compilation compilation) => _types.ContainsKey(name) || !_methods.TryGetValue(name, out var owners)
        ? ImmutableArray<string>.Empty
        : ImmutableArray.CreateRange(owners
            .Where(owner => Exists(compilation, owner.Namespace))
            .SelectMany(owner => new[] { owner.Type, "I" + owner.Type, owner.Namespace.Substring(owner.Namespace.LastIndexOf('.') + 1) })
            .Where(sign => sign.Length > 1));

    private static bool Exists(Compilation compilation, string space)
    {
        INamespaceSymbol? current = compilation.GlobalNamespace;
        foreach (var part in space.Split('.'))
        {
            current = current?.GetMembers(part).OfType<INamespaceSymbol>().FirstOrDefault();
        }

        return current is not null;
    }

    /// <summary>Namespace and innermost type of <c>Some.Space.Type</c> or <c>Some.Space.Outer+Inner</c>.</summary>
    public static (string Namespace, string Type) Split(string fullName)
    {
        var outer = fullName.IndexOf('+') is var plus and >= 0 ? fullName.Substring(0, plus) : fullName;
        var dot = outer.LastIndexOf('.');
        return (dot < 0 ? "" : outer.Substring(0, dot), fullName.Substring(Math.Max(dot, fullName.LastIndexOf('+')) + 1));
    }

    /// <summary>The sink that an object creation or an invocation is, or null: a hash lookup for nearly every operation.</summary>
    public Sink? Find(IOperation operation) => operation switch
    {
        IObjectCreationOperation { Type: INamedTypeSymbol type } when Contains(type) => new Sink(type, ".ctor"),
        IInvocationOperation { TargetMethod: var method } when Contains(method) => new Sink(Made(method), method.Name),
        IInvalidOperation { Syntax: ObjectCreationExpressionSyntax { Type: var written }, Type: INamedTypeSymbol { TypeKind: TypeKind.Error } type } when Mean(CandidateUse.LastName(written), written.SyntaxTree) => new Sink(type, ".ctor"),
        IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called }, SemanticModel: { } model } => OfMissing(called, model),
        _ => null,
    };

    // What comes from an assembly that is missing tells by its name, in a file that names its namespace.
    private bool Mean(string? type, SyntaxTree file) => type is not null && _types.TryGetValue(type, out var spaces) && spaces.Any(space => MentionsSpace(file, space));

    private Sink? OfMissing(MemberAccessExpressionSyntax called, SemanticModel model)
    {
        if (!_methods.TryGetValue(called.Name.Identifier.ValueText, out var owners) || CandidateUse.LastName(called.Expression) is not { } written)
        {
            return null;
        }

        foreach (var (space, type) in owners)
        {
            if (type.Substring(type.LastIndexOf('+') + 1) == written && MentionsSpace(called.SyntaxTree, space) && model.GetSymbolInfo(called.Expression).Symbol is null)
            {
                return new Sink(model.Compilation.CreateErrorTypeSymbol(model.Compilation.GlobalNamespace, written, 0), called.Name.Identifier.ValueText);
            }
        }

        return null;
    }

    // Names in lower case are in the index only where they are called.
    private static bool MentionsSpace(SyntaxTree file, string space) => space.Substring(space.LastIndexOf('.') + 1) is var last && char.IsLower(last[0])
        ? file.GetRoot() is CompilationUnitSyntax root && root.Usings.Any(import => import.Name?.ToString() == space)
        : TreeIndex.For(file, CancellationToken.None).Mentions(last);

    private bool Contains(INamedTypeSymbol type)
    {
        if (_types.TryGetValue(type.Name, out var spaces))
        {
            foreach (var space in spaces)
            {
                if (type.ContainingNamespace.Is(space))
                {
                    return true;
                }
            }
        }

        return !_bases.IsEmpty
            && type.Name.EndsWith("Client", StringComparison.Ordinal)
            && _bases.Any(candidate => type.BaseType.DerivesFrom(candidate.Namespace, candidate.Type));
    }

    private bool Contains(IMethodSymbol method)
    {
        if (!_methods.TryGetValue(method.Name, out var owners))
        {
            return false;
        }

        foreach (var (space, type) in owners)
        {
            if (type == "*" ? method.ContainingNamespace.Is(space) : method.ContainingType is { } owner && owner.Name == type && owner.ContainingNamespace.Is(space))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the method gives back, out of its task; the owner where that tells nothing.</summary>
    private static INamedTypeSymbol Made(IMethodSymbol method) => Unwrapped(method.ReturnType) is INamedTypeSymbol { SpecialType: not SpecialType.System_Void } made ? made : method.ContainingType;

    public static ITypeSymbol Unwrapped(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } arguments } ? arguments[0] : type;
}
