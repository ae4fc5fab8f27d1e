using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.RequestReach;

/// <summary>Answers one question about one operation: does it run anew for every request, and by which way from which entry point?</summary>
/// <remarks>One per compilation, shared by the rules; what reads other files is read at the first question that needs it.</remarks>
internal sealed class RequestCode
{
    private static readonly ConditionalWeakTable<Compilation, RequestCode> Cache = new();

    private readonly object _gate = new();
    private readonly Compilation _compilation;
    private readonly AnalyzerOptions _options;
    private ReverseSearch? _search;
    private bool? _isClientApp;

    private RequestCode(Compilation compilation, AnalyzerOptions options)
    {
        _compilation = compilation;
        _options = options;
    }

    /// <summary>The engine for a compilation that can hold request code at all, or null.</summary>
    public static RequestCode? For(Compilation compilation, AnalyzerOptions options) =>
        CanServe(compilation) ? Cache.GetValue(compilation, key => new RequestCode(key, options)) : null;

    /// <summary>How every request of some entry point gets to <paramref name="operation"/>, or null.</summary>
    public RequestPath? Find(IOperation operation, ISymbol member, CancellationToken cancellation) =>
        FindLikely(operation, member, cancellation) is { IsLikely: false } path ? path : null;

    /// <summary>The same, and in a library also the way from a service whose callers are in other projects: likely, not proven.</summary>
    public RequestPath? FindLikely(IOperation operation, ISymbol member, CancellationToken cancellation) =>
        TestCode.Contains(member) || IsClientApp(cancellation) ? null : GetSearch(cancellation).Find(operation, member, cancellation);

    private static bool CanServe(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpContext") is not null
        || compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection") is not null
        || compilation.GetTypeByMetadataName("Grpc.Core.ServerCallContext") is not null;

    // No Lazy<T>: it would keep the exception of a cancelled run.
    private ReverseSearch GetSearch(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _search) is { } search)
        {
            return search;
        }

        lock (_gate)
        {
            return _search ??= Begin(cancellation);
        }
    }

    private ReverseSearch Begin(CancellationToken cancellation)
    {
        var lifetimes = Lifetimes.Read(_compilation, cancellation);
        var handlers = Handlers.Read(_compilation, cancellation);
        var configured = new ConfiguredMembers(_options);
        return new ReverseSearch(new CallSites(_compilation), lifetimes, IsLibrary(cancellation), search => new WayOut(search, lifetimes, handlers, configured));
    }

    private bool IsLibrary(CancellationToken cancellation) =>
        _compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary && !_compilation.SyntaxTrees.Any(tree => TreeIndex.For(tree, cancellation).HasMain);

    private bool IsClientApp(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _isClientApp ??= _compilation.SyntaxTrees.Any(tree => TreeIndex.For(tree, cancellation).IsClientApp);
        }
    }
}
