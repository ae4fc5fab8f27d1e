using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>
/// Looks for the shortest way from an entry point to an operation, backwards: from the operation's own body to its callers, theirs, and so on.
/// What is found out about a member's callers is kept for the next question, and so is that no request reaches a member.
/// </summary>
internal sealed class ReverseSearch
{
    private const int MostSteps = 12;
    private const int MostMembers = 2000;

    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<Edge>> _callers = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, Edge> _entries = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, Route?> _routes = new(SymbolEqualityComparer.Default);
    private readonly CallSites _sites;
    private readonly WayOut _wayOut;
    private readonly Lifetimes _lifetimes;
    private readonly bool _isLibrary;

    public ReverseSearch(CallSites sites, Lifetimes lifetimes, bool isLibrary, Func<ReverseSearch, WayOut> wayOut)
    {
        _sites = sites;
        _lifetimes = lifetimes;
        _isLibrary = isLibrary;
        _wayOut = wayOut(this);
    }

    public RequestPath? Find(IOperation operation, ISymbol member, CancellationToken cancellation)
    {
        if (_wayOut.Of(operation, member, cancellation) is not { } way)
        {
            return null;
        }

        if (way.Entry is { } entry)
        {
            return new RequestPath(entry, way.Frame, ImmutableArray<PathStep>.Empty);
        }

        return RouteTo(way.Member!, cancellation) is { } route ? new RequestPath(route.Entry, way.Frame, route.Steps) : null;
    }

    /// <summary>
    /// The shortest way from an entry point to the beginning of a member (of a type: to its creation), or null. In a library, where no entry point
    /// leads here, that from the nearest service.
    /// </summary>
    public Route? RouteTo(ISymbol member, CancellationToken cancellation) =>
        _routes.TryGetValue(member, out var known) ? known : Search(member, cancellation);

    /// <summary>
    /// The members of this library through which others get to an operation, each with the at most <paramref name="mostSteps"/> steps below it; none where an
    /// entry point of its own leads there.
    /// </summary>
    public IEnumerable<(ISymbol Member, ImmutableArray<PathStep> Steps)> CallersOutside(IOperation operation, ISymbol? member, int mostSteps, CancellationToken cancellation)
    {
        if (_wayOut.Of(operation, member, cancellation) is not { Entry: null, Member: { } start } || (_routes.TryGetValue(start, out var route) && route is { Entry.Kind: not EntryKind.Service }))
        {
            yield break;
        }

        var visited = new Dictionary<ISymbol, Visit>(SymbolEqualityComparer.Default) { [start] = default };
        var waiting = new Queue<ISymbol>([start]);
        while (waiting.Count > 0 && visited.Count < MostMembers)
        {
            var current = waiting.Dequeue();
            var steps = Steps(visited[current].Callee, visited[current].Call, visited);
            yield return (current, steps);
            if (steps.Length >= mostSteps)
            {
                continue;
            }

            foreach (var edge in CallersOf(current, cancellation))
            {
                if (edge.Caller is { } caller && !visited.ContainsKey(caller))
                {
                    visited[caller] = new Visit(current, edge.Call);
                    waiting.Enqueue(caller);
                }
            }
        }
    }

    private Route? Search(ISymbol start, CancellationToken cancellation)
    {
        var visited = new Dictionary<ISymbol, Visit>(SymbolEqualityComparer.Default) { [start] = default };
        var level = new List<ISymbol> { start };
        ISymbol? service = null;
        for (var depth = 0; depth < MostSteps && level.Count > 0 && visited.Count < MostMembers; depth++)
        {
            var next = new List<ISymbol>();
            foreach (var member in level)
            {
                service ??= _isLibrary && ServiceShape.IsWork(member, _lifetimes) ? member : null;
                foreach (var edge in CallersUpToEntry(member, cancellation))
                {
                    if (edge.Entry is { } entry)
                    {
                        var route = new Route(entry, Steps(member, edge.Call, visited));
                        _routes[start] = route;
                        return route;
                    }

                    if (!visited.ContainsKey(edge.Caller!) && !(_routes.TryGetValue(edge.Caller!, out var known) && known is null))
                    {
                        visited[edge.Caller!] = new Visit(member, edge.Call);
                        next.Add(edge.Caller!);
                    }
                }
            }

            level = next;
        }

        if (service is not null && !visited.Keys.Any(member => OwnerOf(member) is { } owner && ServiceShape.Keeps(owner)))
        {
            var (first, call) = (visited[service].Callee, visited[service].Call);
            var route = new Route(new EntryPoint(EntryKind.Service, MemberNames.Of(service)), Steps(first, call, visited));
            _routes[start] = route;
            return route;
        }

        // Everything that leads here was seen, so no request reaches any of it; cut short by a bound, that is known of the start only.
        foreach (var member in level.Count == 0 && service is null ? visited.Keys : Enumerable.Repeat(start, 1))
        {
            _routes.TryAdd(member, null);
        }

        return null;
    }

    private static ImmutableArray<PathStep> Steps(ISymbol? first, Location call, Dictionary<ISymbol, Visit> visited)
    {
        var steps = ImmutableArray.CreateBuilder<PathStep>();
        for (var member = first; member is not null; (member, call) = (visited[member].Callee, visited[member].Call))
        {
            steps.Add(new PathStep(MemberNames.Of(member), call));
        }

        return steps.ToImmutable();
    }

    private ImmutableArray<Edge> CallersOf(ISymbol member, CancellationToken cancellation) =>
        _callers.TryGetValue(member, out var known) ? known : _callers.GetOrAdd(member, _ => ReadCallers(member, cancellation).ToImmutableArray());

    /// <summary>The first call from an entry point ends the search, and of a member that half the program calls it is among the first.</summary>
    private IEnumerable<Edge> CallersUpToEntry(ISymbol member, CancellationToken cancellation)
    {
        if (_callers.TryGetValue(member, out var known))
        {
            return known;
        }

        if (_entries.TryGetValue(member, out var entry))
        {
            return [entry];
        }

        var read = ImmutableArray.CreateBuilder<Edge>();
        foreach (var edge in ReadCallers(member, cancellation))
        {
            if (edge.Entry is not null)
            {
                return [_entries.GetOrAdd(member, edge)];
            }

            read.Add(edge);
        }

        return _callers.GetOrAdd(member, read.ToImmutable());
    }

    private IEnumerable<Edge> ReadCallers(ISymbol member, CancellationToken cancellation)
    {
        if (_wayOut.CachesResult(member))
        {
            yield break;
        }

        foreach (var site in _sites.Of(member, _lifetimes, cancellation))
        {
            if (!IsWrite(site.Node, member)
                && site.Model.GetOperation(site.Node, cancellation) is { } call
                && _wayOut.Of(call, CallSites.MemberAround(site.Model.GetEnclosingSymbol(site.Node.SpanStart, cancellation)), cancellation) is { } way)
            {
                yield return new Edge(way.Entry, way.Member, site.Node.GetLocation());
            }
        }

        if (CreatedBy(member) is { } type)
        {
            foreach (var (derived, location) in _sites.Derived(type, cancellation))
            {
                var entry = _wayOut.OfCreation(derived, cancellation);
                yield return new Edge(entry, entry is null ? derived : null, location);
            }
        }
    }

    private static INamedTypeSymbol? OwnerOf(ISymbol member) => member as INamedTypeSymbol ?? member.ContainingType;

    private static INamedTypeSymbol? CreatedBy(ISymbol member) => member switch
    {
        INamedTypeSymbol type => type,
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType,
        _ => null,
    };

    // A property's getter is not called where the property is assigned, its setter only there.
    private static bool IsWrite(SyntaxNode use, ISymbol member)
    {
        var isTarget = use.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.AssignmentExpressionSyntax { RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == use;
        return member switch
        {
            IMethodSymbol { MethodKind: MethodKind.PropertySet } => !isTarget,
            IMethodSymbol { MethodKind: MethodKind.PropertyGet } or IFieldSymbol or IPropertySymbol => isTarget,
            IEventSymbol => use.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.AssignmentExpressionSyntax,
            _ => false,
        };
    }

    private readonly record struct Visit(ISymbol Callee, Location Call);

    /// <summary>A call of a member: from an entry point's own body, or from another member's.</summary>
    private readonly record struct Edge(EntryPoint? Entry, ISymbol? Caller, Location Call);
}

/// <summary>The shortest way from an entry point to a member.</summary>
internal sealed record Route(EntryPoint Entry, ImmutableArray<PathStep> Steps);
