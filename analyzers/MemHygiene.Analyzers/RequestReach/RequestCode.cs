using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>
/// Answers one question about one operation: does it run anew for every request, and from which entry point?
/// Only code that is the entry point's own counts here: its body, its lambdas and local functions.
/// </summary>
/// <remarks>One per compilation, shared by the rules; what reads other files is read at the first question that needs it.</remarks>
internal sealed class RequestCode
{
    private static readonly ConditionalWeakTable<Compilation, RequestCode> Cache = new();

    private readonly object _gate = new();
    private readonly Compilation _compilation;
    private Lifetimes? _lifetimes;
    private Handlers? _handlers;
    private bool? _isClientApp;

    private RequestCode(Compilation compilation) => _compilation = compilation;

    /// <summary>The engine for a compilation that can hold request code at all, or null.</summary>
    public static RequestCode? For(Compilation compilation) =>
        CanServe(compilation) ? Cache.GetValue(compilation, key => new RequestCode(key)) : null;

    /// <summary>How every request of some entry point gets to <paramref name="operation"/>, or null.</summary>
    public RequestPath? Find(IOperation operation, ISymbol member, CancellationToken cancellation)
    {
        var entry = FindEntry(operation, member, cancellation);
        return entry is null
            || TestCode.Contains(member)
            || IsClientApp(cancellation)
            || Barriers.KeepsResult(operation, entry.Frame)
            ? null
            : new RequestPath(entry, entry.Frame, ImmutableArray<PathStep>.Empty);
    }

    private static bool CanServe(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpContext") is not null
        || compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection") is not null
        || compilation.GetTypeByMetadataName("Grpc.Core.ServerCallContext") is not null;

    private EntryPoint? FindEntry(IOperation operation, ISymbol member, CancellationToken cancellation)
    {
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation lambda when EntryOf(lambda, cancellation) is { } entry:
                    return entry.In(lambda);
                case ILocalFunctionOperation local when GetHandlers(cancellation).Find(local.Symbol) is { } entry:
                    return entry.In(local);
            }
        }

        return member switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => OfConstructor(constructor.ContainingType, cancellation),
            IMethodSymbol method => Roots.OfMethod(method) ?? GetHandlers(cancellation).Find(method),
            IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false } when IsInitializer(operation) => OfConstructor(member.ContainingType, cancellation),
            _ => null,
        };
    }

    private EntryPoint? EntryOf(IAnonymousFunctionOperation lambda, CancellationToken cancellation)
    {
        if (DelegateRoots.Of(lambda) is { } entry)
        {
            return entry;
        }

        return DelegateRoots.Outermost(lambda).Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }
            ? GetHandlers(cancellation).Find(declarator.Symbol)
            : null;
    }

    private EntryPoint? OfConstructor(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var lifetimes = GetLifetimes(cancellation);
        return lifetimes.IsPerRequest(type) || (Roots.IsMadePerRequest(type) && !lifetimes.IsSingleton(type))
            ? new EntryPoint(EntryKind.Constructor, type.Name + " constructor")
            : null;
    }

    private static bool IsInitializer(IOperation operation)
    {
        var root = operation;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        return root is IFieldInitializerOperation or IPropertyInitializerOperation;
    }

    private Lifetimes GetLifetimes(CancellationToken cancellation) =>
        Volatile.Read(ref _lifetimes) ?? Read(ref _lifetimes, Lifetimes.Read, cancellation);

    private Handlers GetHandlers(CancellationToken cancellation) =>
        Volatile.Read(ref _handlers) ?? Read(ref _handlers, Handlers.Read, cancellation);

    // No Lazy<T>: it would keep the exception of a cancelled run.
    private T Read<T>(ref T? field, Func<Compilation, CancellationToken, T> read, CancellationToken cancellation)
        where T : class
    {
        lock (_gate)
        {
            return field ??= read(_compilation, cancellation);
        }
    }

    private bool IsClientApp(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _isClientApp ??= _compilation.SyntaxTrees.Any(tree => TreeIndex.For(tree, cancellation).IsClientApp);
        }
    }
}
