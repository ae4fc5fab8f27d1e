using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MemHygiene.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.RequestReach.Libraries;

/// <summary>
/// The members of a library that lead to a sink with nothing kept on the way. They are looked for by the sinks' names in the files' indexes, so a library
/// without sinks costs its index.
/// </summary>
internal static class LibrarySummary
{
    private const int MostSinks = 400;

    private static readonly ConditionalWeakTable<Compilation, StrongBox<ImmutableArray<LibrarySink>>> Cache = new();

    /// <summary>What a compilation passes on; empty for a program, which nobody calls.</summary>
    public static ImmutableArray<LibrarySink> Of(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation) =>
        Cache.TryGetValue(compilation, out var known)
            ? known.Value
            : Cache.GetValue(compilation, key => new StrongBox<ImmutableArray<LibrarySink>>(Read(key, options, cancellation))).Value;

    private static ImmutableArray<LibrarySink> Read(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        if (RequestCode.For(compilation, options) is not { } requests || !requests.IsLibrary(cancellation) || requests.IsClientApp(cancellation))
        {
            return ImmutableArray<LibrarySink>.Empty;
        }

        var found = new HashSet<LibrarySink>();
        foreach (var rule in LibraryRules.All)
        {
            var own = new HashSet<string>(rule.Sinks.NamesIn(compilation), StringComparer.Ordinal);
            foreach (var name in own.Concat(requests.Libraries(cancellation).NamesOf(rule.Id)).Distinct(StringComparer.Ordinal))
            {
                var isOwn = own.Contains(name);
                var signs = isOwn ? rule.Sinks.SignsOf(name, compilation) : ImmutableArray<string>.Empty;
                foreach (var (use, model) in requests.Uses(name, index => signs.IsEmpty || signs.Any(index.Mentions), cancellation))
                {
                    if (SinkAt(use) is { } node && (!isOwn || rule.MayBe(node)) && model.GetOperation(node, cancellation) is { } operation && found.Count < MostSinks)
                    {
                        Add(operation, model.GetEnclosingSymbol(node.SpanStart, cancellation), rule, requests, found, cancellation);
                    }
                }
            }
        }

        return found.OrderBy(sink => sink.Member, StringComparer.Ordinal).ThenBy(sink => sink.Path, StringComparer.Ordinal).ToImmutableArray();
    }

    private static void Add(IOperation operation, ISymbol? member, SinkRule rule, RequestCode requests, HashSet<LibrarySink> found, CancellationToken cancellation)
    {
        var (made, name) = rule.Find(operation) is { } sink ? (rule.NameOf(operation, sink), MemberNames.OfSink(operation))
            : requests.Libraries(cancellation).Find(operation, rule.Id, () => requests.GetLifetimes(cancellation)) is { } passed ? (passed.Made, passed.Path)
            : default;
        if (made is null)
        {
            return;
        }

        foreach (var (caller, steps) in requests.CallersOutside(operation, CallSites.MemberAround(member), rule.MostSteps, cancellation))
        {
            if (PathStep.CallNodes(steps, cancellation).Any(rule.IsBounded))
            {
                continue;
            }

            var path = string.Join(" → ", steps.Select(step => step.Name).Prepend(MemberNames.Of(caller)).Append(name));
            foreach (var (id, implementation) in Ids(caller, requests.GetLifetimes(cancellation)))
            {
                found.Add(new LibrarySink(rule.Id, id, implementation, made, path, operation.SemanticModel!.Compilation.AssemblyName ?? ""));
            }
        }
    }

    /// <summary>The creation or call that a name belongs to.</summary>
    public static SyntaxNode? SinkAt(SimpleNameSyntax use)
    {
        for (SyntaxNode? node = use; node is not null and not StatementSyntax and not MemberDeclarationSyntax; node = node.Parent)
        {
            if (node is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax)
            {
                return node;
            }
        }

        // HttpClient client = new(); names the type in front.
        return use.Parent is VariableDeclarationSyntax { Variables: { Count: 1 } variables } && variables[0].Initializer?.Value is ImplicitObjectCreationExpressionSyntax creation ? creation : null;
    }

    /// <summary>Under which names others call a member: its own if they can see it, and those of the interfaces and base classes behind which it stands.</summary>
    private static IEnumerable<(string Id, string Implementation)> Ids(ISymbol member, Lifetimes lifetimes)
    {
        if (member is INamedTypeSymbol type)
        {
            foreach (var constructor in type.InstanceConstructors)
            {
                if (IsVisible(constructor) && constructor.GetDocumentationCommentId() is { } id)
                {
                    yield return (id, "");
                }
            }

            yield break;
        }

        foreach (var target in CallTargets.Of(member, lifetimes).Members)
        {
            if (IsVisible(target) && target.GetDocumentationCommentId() is { } called)
            {
                var isOwn = SymbolEqualityComparer.Default.Equals(target, member.OriginalDefinition);
                yield return (called, isOwn ? "" : member.ContainingType.OriginalDefinition.GetDocumentationCommentId() ?? "");
            }
        }
    }

    private static bool IsVisible(ISymbol? symbol)
    {
        for (; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }
}
