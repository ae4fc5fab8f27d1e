using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>Where an operation's body is entered from: an entry point, or the beginning of a member whose callers have to be asked.</summary>
/// <param name="Entry">The body is an entry point's own.</param>
/// <param name="Member">Else: the method, accessor, local function or constructor; a type for its field initialisers; a field that keeps the delegate around the operation.</param>
/// <param name="Frame">The body.</param>
internal sealed record Way(EntryPoint? Entry, ISymbol? Member, Frame Frame);

/// <summary>Goes from an operation out to its body's beginning, and answers null where code on the way runs once or keeps what it makes.</summary>
internal sealed class WayOut
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _outlivesRequest = new(SymbolEqualityComparer.Default);
    private readonly ReverseSearch _search;
    private readonly Lifetimes _lifetimes;
    private readonly Handlers _handlers;
    private readonly ConfiguredMembers _configured;
    private readonly Consumers _consumers;

    [ThreadStatic]
    private static HashSet<INamedTypeSymbol>? _asking;

    public WayOut(ReverseSearch search, Lifetimes lifetimes, Handlers handlers, ConfiguredMembers configured, Consumers consumers)
    {
        _consumers = consumers;
        _search = search;
        _lifetimes = lifetimes;
        _handlers = handlers;
        _configured = configured;
    }

    public Way? Of(IOperation operation, ISymbol? member, CancellationToken cancellation)
    {
        if (member is null || Leave(operation, member, cancellation) is not { } way || TestCode.Contains(member))
        {
            return null;
        }

        return way.Entry is null && !way.Frame.SharesInstance
            ? Keeps(operation, way.Frame, member.ContainingType, cancellation) ? null : way
            : Barriers.KeepsResult(operation, way.Frame, _configured) ? null : way;
    }

    public bool CachesResult(ISymbol member) => member.HasAttribute("CachesResultAttribute") || _configured.Cache(member);

    /// <summary>The container or the framework makes an instance of the type for each request.</summary>
    public EntryPoint? OfCreation(INamedTypeSymbol type, CancellationToken cancellation) =>
        (_lifetimes.IsPerRequest(type) && !(_lifetimes.IsTransient(type) && _consumers.LiveLong(type, cancellation))) || (Roots.IsMadePerRequest(type) && !_lifetimes.IsSingleton(type))
            ? new EntryPoint(EntryKind.Constructor, type.Name + " constructor")
            : null;

    private Way? Leave(IOperation operation, ISymbol member, CancellationToken cancellation)
    {
        if (operation is IMethodReferenceOperation && Handed(operation) is (true, var to))
        {
            return to;
        }

        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case INameOfOperation:
                    return null;
                case ICatchClauseOperation:
                    // What an error needs, requests do not need.
                    return null;
                case IAnonymousFunctionOperation lambda when EntryOf(lambda) is { } entry:
                    return Enter(entry.In(lambda));
                case IAnonymousFunctionOperation lambda when Handed(lambda) is (true, var handedTo):
                    return handedTo;
                case ILocalFunctionOperation local when _handlers.Find(local.Symbol) is { } entry:
                    return Enter(entry.In(local));
                case ILocalFunctionOperation local:
                    // Locals of a top-level program live as long as it does, those of a method no longer than the call.
                    return new Way(null, local.Symbol, IsTopLevel(member) ? new Frame { Function = local } : Frame.Default);
            }
        }

        return OfMember(operation, member, cancellation);
    }

    private Way? OfMember(IOperation operation, ISymbol member, CancellationToken cancellation)
    {
        switch (member)
        {
            case IMethodSymbol { MethodKind: MethodKind.Constructor } constructor:
                return IsChosenByContainer(constructor) && OfCreation(constructor.ContainingType, cancellation) is { } creation ? Enter(creation) : new Way(null, constructor, Frame.Default);
            case IMethodSymbol { MethodKind: MethodKind.StaticConstructor }:
                return null;
            case IMethodSymbol method when Ticks.IsBackgroundWork(method):
                return Ticks.IsInLoop(operation) ? Enter(new EntryPoint(EntryKind.Tick, MemberNames.Of(method)) { Frame = new Frame { SharesInstance = true } }) : null;
            case IMethodSymbol method when Ticks.IsHosted(method.ContainingType) && Ticks.IsInEndlessLoop(operation):
                return Enter(new EntryPoint(EntryKind.Tick, MemberNames.Of(method)) { Frame = new Frame { SharesInstance = true } });
            case IMethodSymbol method:
                return (Roots.OfMethod(method) ?? _handlers.Find(method) ?? _configured.EntryPoint(method)) is { } entry ? Enter(entry) : new Way(null, method, Frame.Default);
            case IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false } when IsInitializer(operation):
                return OfCreation(member.ContainingType, cancellation) is { } made ? Enter(made) : new Way(null, member.ContainingType, Frame.Default);
            default:
                return null;
        }
    }

    private static Way Enter(EntryPoint entry) => new(entry, null, entry.Frame);

    private EntryPoint? EntryOf(IAnonymousFunctionOperation lambda)
    {
        if (DelegateRoots.Of(lambda) is { } entry)
        {
            return entry;
        }

        return DelegateRoots.Outermost(lambda).Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }
            ? _handlers.Find(declarator.Symbol)
            : null;
    }

    /// <summary>Whether a delegate runs at another place than it stands, and if so where: nowhere of interest (null), or where the field that keeps it is invoked.</summary>
    private static (bool IsHanded, Way? To) Handed(IOperation function)
    {
        if (function is IMethodReferenceOperation && DelegateRoots.Of(function) is { } entry)
        {
            return (true, Enter(entry));
        }

        return DelegateFates.Of(function) switch
        {
            DelegateFate.RunsElsewhere => (true, null),
            DelegateFate.IsKept => (true, DelegateFates.KeptIn(function) is { } keeper ? new Way(null, keeper, new Frame { Function = function }) : null),
            _ => (false, null),
        };
    }

    /// <summary>The result is kept: beyond doubt, or on an instance that outlives the request (asked last, since that is a search of its own).</summary>
    private bool Keeps(IOperation operation, Frame frame, INamedTypeSymbol? type, CancellationToken cancellation) =>
        Barriers.KeepsResult(operation, frame with { SharesInstance = true }, _configured)
        && (Barriers.KeepsResult(operation, frame, _configured) || (type is not null && OutlivesRequest(type, cancellation)));

    private bool OutlivesRequest(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (_outlivesRequest.TryGetValue(type, out var known))
        {
            return known;
        }

        if (_lifetimes.IsSingleton(type) || Roots.LivesWithTheApp(type))
        {
            return _outlivesRequest[type] = true;
        }

        if (OfCreation(type, cancellation) is not null)
        {
            return _outlivesRequest[type] = false;
        }

        // No registration: as long-lived as whoever creates it. Somebody who is created by its own methods has no answer here.
        _asking ??= new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        if (!_asking.Add(type))
        {
            return false;
        }

        try
        {
            return _outlivesRequest[type] = _search.RouteTo(type, cancellation) is null;
        }
        finally
        {
            _asking.Remove(type);
        }
    }

    // The container takes the constructor with the most parameters; the others are for callers.
    private static bool IsChosenByContainer(IMethodSymbol constructor)
    {
        foreach (var other in constructor.ContainingType.InstanceConstructors)
        {
            if (other.Parameters.Length > constructor.Parameters.Length && other.DeclaredAccessibility == Accessibility.Public)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsTopLevel(ISymbol member) => member is IMethodSymbol { IsStatic: true, Name: WellKnownMemberNames.TopLevelStatementsEntryPointMethodName };

    private static bool IsInitializer(IOperation operation)
    {
        var root = operation;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        return root is IFieldInitializerOperation or IPropertyInitializerOperation;
    }
}
