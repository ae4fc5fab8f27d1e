using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.RequestReach;

/// <summary>Entry points and caching methods that a project names itself, as <c>Some.Space.Type</c> (all its methods) or <c>Some.Space.Type::Method</c>.</summary>
internal sealed class ConfiguredMembers(AnalyzerOptions options)
{
    /// <summary>The <c>.editorconfig</c> key that adds entry points; a type may be an interface or a base class.</summary>
    internal const string EntryPointsOption = "memhygiene.entry_points";

    /// <summary>The <c>.editorconfig</c> key that adds methods that keep what they make, or what a delegate passed to them makes.</summary>
    internal const string CachingMethodsOption = "memhygiene.caching_methods";

    private readonly ConfiguredList _entries = new(options, EntryPointsOption);
    private readonly ConfiguredList _caching = new(options, CachingMethodsOption);

    public EntryPoint? EntryPoint(IMethodSymbol method)
    {
        var tree = TreeOf(method);
        if (tree is null || method is not { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, ContainingType: { } type } || _entries.IsEmpty(tree))
        {
            return null;
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            if (_entries.Contains(tree, current, method.Name) && (method.DeclaredAccessibility == Accessibility.Public || _entries.ContainsMember(tree, current, method.Name)))
            {
                return Of(method);
            }
        }

        foreach (var @interface in type.AllInterfaces)
        {
            if (_entries.Contains(tree, @interface, method.Name) && @interface.GetMembers().Any(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method)))
            {
                return Of(method);
            }
        }

        return null;
    }

    /// <summary>The member is named as a caching method in the file that declares it.</summary>
    public bool Cache(ISymbol member) => TreeOf(member) is { } tree && member.ContainingType is { } type && _caching.Contains(tree, type, member.Name);

    /// <summary>The called method is named as a caching method in the file that calls it.</summary>
    public bool Cache(SyntaxTree tree, IMethodSymbol called) =>
        called.ContainingType is { } type && (_caching.Contains(tree, type, called.Name) || called.HasAttribute("CachesResultAttribute"));

    private static EntryPoint Of(IMethodSymbol method) =>
        new(EntryKind.Message, MemberNames.Of(method)) { Frame = new Frame { Parameters = method.Parameters } };

    private static SyntaxTree? TreeOf(ISymbol member) => member.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree;
}
