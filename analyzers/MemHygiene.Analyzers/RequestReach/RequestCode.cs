using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MemHygiene.RequestReach.Libraries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>Answers one question about one operation: does it run anew for every request, and by which way from which entry point?</summary>
/// <remarks>One per compilation, shared by the rules; what reads other files is read at the first question that needs it.</remarks>
internal sealed class RequestCode
{
    private static readonly ConditionalWeakTable<Compilation, RequestCode> Cache = new();

    private readonly object _gate = new();
    private readonly Compilation _compilation;
    private readonly AnalyzerOptions _options;
    private readonly CallSites _sites;
    private ReverseSearch? _search;
    private LibrarySinks? _libraries;
    private readonly ConcurrentDictionary<(string Rule, string Member), SyntaxNode> _firstCalls = new();
    private bool? _isClientApp;

    private RequestCode(Compilation compilation, AnalyzerOptions options)
    {
        _compilation = compilation;
        _options = options;
        _sites = new CallSites(compilation);
    }

    /// <summary>The engine for a compilation that can hold request code at all, or null.</summary>
    public static RequestCode? For(Compilation compilation, AnalyzerOptions options) =>
        CanServe(compilation) ? Cache.GetValue(compilation, key => new RequestCode(key, options)) : null;

    /// <summary>How every request of some entry point gets to <paramref name="operation"/>, or null.</summary>
    public RequestPath? Find(IOperation operation, ISymbol member, CancellationToken cancellation) =>
        FindLikely(operation, member, cancellation) is { Entry.Kind: not EntryKind.Service } path ? path : null;

    /// <summary>The same, and in a library also the way from a service whose callers are in other projects: likely, not proven.</summary>
    public RequestPath? FindLikely(IOperation operation, ISymbol member, CancellationToken cancellation) =>
        TestCode.Contains(member) || IsClientApp(cancellation) ? null : GetSearch(cancellation).Find(operation, member, cancellation);

    /// <summary>The way to a call or creation that ends in a sink of a referenced library, and that sink; null too where an earlier call that ends in the same sink is reported already.</summary>
    public (RequestPath Path, LibrarySink Sink)? FindLibrary(IOperation operation, ISymbol member, string rule, CancellationToken cancellation)
    {
        if (Libraries(cancellation).IsEmpty)
        {
            return null;
        }

        if (Libraries(cancellation).OfRegistration(operation, rule) is { } made)
        {
            return (new RequestPath(new EntryPoint(EntryKind.Constructor, made.Type.Name + " constructor"), Frame.Default, ImmutableArray<PathStep>.Empty), made.Sink);
        }

        if (Libraries(cancellation).Find(operation, rule, () => GetLifetimes(cancellation)) is not { } sink || Find(operation, member, cancellation) is not { } path)
        {
            return null;
        }

        return _firstCalls.GetOrAdd((rule, sink.Origin), _ => FirstCall(operation, sink, cancellation)) == operation.Syntax ? (path, sink) : null;
    }

    /// <summary>How others get to an operation of this library.</summary>
    public IEnumerable<(ISymbol Member, ImmutableArray<PathStep> Steps)> CallersOutside(IOperation operation, ISymbol? member, int mostSteps, CancellationToken cancellation) =>
        member is null || TestCode.Contains(member) ? [] : GetSearch(cancellation).CallersOutside(operation, member, mostSteps, cancellation);

    /// <summary>Where a name is used in this compilation.</summary>
    public IEnumerable<(SimpleNameSyntax Use, SemanticModel Model)> Uses(string name, CancellationToken cancellation) => _sites.Uses(name, cancellation);

    /// <summary>The same, in files that <paramref name="mayUse"/> admits by their index.</summary>
    public IEnumerable<(SimpleNameSyntax Use, SemanticModel Model)> Uses(string name, Func<TreeIndex, bool> mayUse, CancellationToken cancellation) => _sites.Uses(name, mayUse, cancellation);

    public LibrarySinks Libraries(CancellationToken cancellation) =>
        Volatile.Read(ref _libraries) ?? Read(ref _libraries, () => LibrarySinks.Read(_compilation, _options, cancellation));

    public Lifetimes GetLifetimes(CancellationToken cancellation) => Lifetimes.For(_compilation, cancellation);

    /// <summary>Nothing here starts a program, so others call what is here.</summary>
    public bool IsLibrary(CancellationToken cancellation) =>
        _compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary && !_sites.Files(cancellation).Any(file => file.HasMain);

    /// <summary>An app on its user's device: there are no requests.</summary>
    public bool IsClientApp(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _isClientApp ??= _sites.Files(cancellation).Any(file => file.IsClientApp);
        }
    }

    // A library's sink has one cause and one cure: of many calls that end in it, the first that a request reaches stands for all.
    private SyntaxNode FirstCall(IOperation operation, LibrarySink sink, CancellationToken cancellation)
    {
        var first = operation.Syntax;
        foreach (var name in Libraries(cancellation).NamesOf(sink.Rule, sink.Origin))
        {
            foreach (var (use, model) in Uses(name, cancellation))
            {
                if (LibrarySummary.SinkAt(use) is { } node
                    && IsBefore(node, first)
                    && model.GetOperation(node, cancellation) is { } other
                    && Libraries(cancellation).Find(other, sink.Rule, () => GetLifetimes(cancellation))?.Origin == sink.Origin
                    && CallSites.MemberAround(model.GetEnclosingSymbol(node.SpanStart, cancellation)) is { } member
                    && Find(other, member, cancellation) is not null)
                {
                    first = node;
                }
            }
        }

        return first;
    }

    private static bool IsBefore(SyntaxNode one, SyntaxNode other) =>
        one.SyntaxTree == other.SyntaxTree ? one.SpanStart < other.SpanStart : string.CompareOrdinal(one.SyntaxTree.FilePath, other.SyntaxTree.FilePath) < 0;

    private static bool CanServe(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpContext") is not null
        || compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceCollection") is not null
        || compilation.GetTypeByMetadataName("Grpc.Core.ServerCallContext") is not null;

    private ReverseSearch GetSearch(CancellationToken cancellation) =>
        Volatile.Read(ref _search) ?? Read(ref _search, () => Begin(cancellation));

    private ReverseSearch Begin(CancellationToken cancellation)
    {
        var lifetimes = GetLifetimes(cancellation);
        var handlers = Handlers.Read(_sites.Files(cancellation), _sites.ModelOf, cancellation);
        var configured = new ConfiguredMembers(_options);
        return new ReverseSearch(_sites, lifetimes, IsLibrary(cancellation), search => new WayOut(search, lifetimes, handlers, configured, new Consumers(_sites, lifetimes)));
    }

    // No Lazy<T>: it would keep the exception of a cancelled run.
    private T Read<T>(ref T? field, Func<T> read)
        where T : class
    {
        lock (_gate)
        {
            return field ??= read();
        }
    }
}
