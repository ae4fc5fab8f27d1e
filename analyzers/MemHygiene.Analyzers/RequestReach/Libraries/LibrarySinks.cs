using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach.Libraries;

/// <summary>
/// What the referenced libraries say of themselves. A built one says it in its metadata; a project that the editor has open has none yet, and is asked itself.
/// </summary>
internal sealed class LibrarySinks
{
    // A built library never changes, and all compilations of an editing session share its reference.
    private static readonly ConditionalWeakTable<MetadataReference, StrongBox<ImmutableArray<LibrarySink>>> Built = new();

    private readonly ILookup<string, LibrarySink> _byName;

    private LibrarySinks(IEnumerable<LibrarySink> sinks) => _byName = sinks.ToLookup(sink => sink.Name, StringComparer.Ordinal);

    public bool IsEmpty => _byName.Count == 0;

    public static LibrarySinks Read(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation)
    {
        var sinks = new List<LibrarySink>();
        foreach (var reference in compilation.References)
        {
            if (reference is CompilationReference { Compilation: { Language: LanguageNames.CSharp } project })
            {
                sinks.AddRange(LibrarySummary.Of(project, options, cancellation));
            }
            else
            {
                sinks.AddRange(Built.TryGetValue(reference, out var known) ? known.Value : Built.GetValue(reference, key => new StrongBox<ImmutableArray<LibrarySink>>(OfMetadata(compilation, key))).Value);
            }
        }

        return new LibrarySinks(sinks);
    }

    /// <summary>The simple names under which a rule's sinks are called, all of them or those of one origin.</summary>
    public IEnumerable<string> NamesOf(string rule, string? origin = null) => _byName
        .SelectMany(sinks => sinks)
        .Where(sink => sink.Rule == rule && (origin is null || sink.Origin == origin))
        .Select(sink => sink.Name == "#ctor" ? TypeOf(sink.Member) : sink.Name)
        .Distinct(StringComparer.Ordinal);

    /// <summary>The library's sink that a call or creation leads to, or null.</summary>
    public LibrarySink? Find(IOperation operation, string rule, Func<Lifetimes> lifetimes)
    {
        var called = operation switch
        {
            IInvocationOperation { TargetMethod: var method } => method,
            IObjectCreationOperation { Constructor: { } constructor } => constructor,
            _ => null,
        };
        var name = called is null ? null : called.MethodKind == MethodKind.Constructor ? "#ctor" : called.Name;
        if (name is null || !_byName.Contains(name))
        {
            return null;
        }

        // The id of a member is dear, and most calls of a common name are of somebody else's type.
        var definition = (called!.ReducedFrom ?? called).OriginalDefinition;
        string? id = null;
        foreach (var sink in _byName[name])
        {
            if (sink.Rule == rule && sink.Owner == definition.ContainingType.Name && sink.Member == (id ??= definition.GetDocumentationCommentId()) && (sink.Implementation.Length == 0 || MayEndIn(sink.Implementation, definition.ContainingType, lifetimes())))
            {
                return sink;
            }
        }

        return null;
    }

    /// <summary>A registration that makes a library's type for each request, where that type's constructor leads to a sink.</summary>
    public (INamedTypeSymbol Type, LibrarySink Sink)? OfRegistration(IOperation operation, string rule)
    {
        if (!_byName.Contains("#ctor")
            || operation is not IInvocationOperation { TargetMethod: { TypeArguments: { Length: > 0 } types } method } call
            || RegistrationVerbs.LifetimeOf(method.Name) is not (Lifetime.Scoped or Lifetime.Transient)
            || call.Arguments.Any(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate && !RegistrationVerbs.HasNoFactory(method.Name))
            || types[types.Length - 1] is not INamedTypeSymbol { TypeKind: TypeKind.Class } type)
        {
            return null;
        }

        var prefix = "M:" + type.OriginalDefinition.GetDocumentationCommentId()?.Substring(2) + ".#ctor";
        foreach (var sink in _byName["#ctor"])
        {
            if (sink.Rule == rule && sink.Member.StartsWith(prefix, StringComparison.Ordinal) && (sink.Member.Length == prefix.Length || sink.Member[prefix.Length] == '('))
            {
                return (type, sink);
            }
        }

        return null;
    }

    // Where the registrations say what stands behind an interface, the library's type has to be among it.
    private static bool MayEndIn(string implementation, INamedTypeSymbol service, Lifetimes lifetimes)
    {
        var any = false;
        foreach (var registered in lifetimes.ImplementationsOf(service))
        {
            any = true;
            if (registered.GetDocumentationCommentId() == implementation)
            {
                return true;
            }
        }

        return !any;
    }

    private static ImmutableArray<LibrarySink> OfMetadata(Compilation compilation, MetadataReference reference)
    {
        if (compilation.GetAssemblyOrModuleSymbol(reference) is not IAssemblySymbol assembly || IsFrameworks(assembly.Name))
        {
            return ImmutableArray<LibrarySink>.Empty;
        }

        var sinks = ImmutableArray.CreateBuilder<LibrarySink>();
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "AssemblyMetadataAttribute", ConstructorArguments: { Length: 2 } arguments }
                && arguments[0].Value is LibrarySink.Key
                && LibrarySink.Read(arguments[1].Value as string, assembly.Name) is { } sink)
            {
                sinks.Add(sink);
            }
        }

        return sinks.ToImmutable();
    }

    private static bool IsFrameworks(string assembly) =>
        assembly.StartsWith("System.", StringComparison.Ordinal)
        || assembly.StartsWith("Microsoft.", StringComparison.Ordinal)
        || assembly.StartsWith("MemHygiene", StringComparison.Ordinal)
        || assembly is "System" or "mscorlib" or "netstandard" or "WindowsBase";

    // M:Contoso.Mail.Mailer.#ctor(System.String) -> Mailer
    private static string TypeOf(string constructor)
    {
        var type = constructor.Substring(0, constructor.IndexOf(".#ctor", StringComparison.Ordinal));
        type = type.Substring(type.LastIndexOf('.') + 1);
        var arity = type.IndexOf('`');
        return arity < 0 ? type : type.Substring(0, arity);
    }
}
