using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.DeepCopy;

/// <summary>The copying of one document: a method for each mutable type that it reaches, or the first obstacle.</summary>
internal sealed class DocumentCopy
{
    private const string Registry = "MemHygiene.JsonStores.Copying.GeneratedCopies";
    private static readonly SymbolDisplayFormat Messages = SymbolDisplayFormat.MinimallyQualifiedFormat
        .RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    // Benchmark: DeepCopyBenchmarks.Generated.
    private const string Inlined =
        "\n    [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]\n";

    private readonly ITypeSymbol _document;
    private readonly CSharpCompilation _compilation;
    private readonly CancellationToken _token;
    private readonly InstanceFields _fields;
    private readonly Immutability _immutability;
    private readonly MethodNames _names = new();
    private readonly Dictionary<string, string> _methods = new(StringComparer.Ordinal);
    private readonly Queue<(ITypeSymbol Type, string Name)> _unwritten = new();
    private readonly Accessors _accessors;
    private Obstacle? _obstacle;
    private int _calls;

    private DocumentCopy(ITypeSymbol document, CSharpCompilation compilation, CancellationToken token)
    {
        (_document, _compilation, _token) = (document, compilation, token);
        _fields = new(compilation);
        _immutability = new(_fields);
        _accessors = new(_names, compilation);
    }

    /// <param name="document">A closed type.</param>
    /// <param name="compilation">The project that the code becomes part of.</param>
    /// <param name="token">Ends the analysis.</param>
    /// <returns>The code, or why there is none. Neither if this project has no store to copy for.</returns>
    public static (GeneratedCopy? Generated, Obstacle? Obstacle) Of(ITypeSymbol document, CSharpCompilation compilation, CancellationToken token)
    {
        if (compilation.GetTypeByMetadataName(Registry) is null)
        {
            return default;
        }

        if (compilation.LanguageVersion < LanguageVersion.CSharp12 || compilation.GetTypeByMetadataName(Accessors.Attribute) is null)
        {
            return (null, new("the project's language version is below 12 or its framework below .NET 9", IsCompilable: true));
        }

        var copy = new DocumentCopy(document, compilation, token);
        var source = copy.Write();
        return copy._obstacle is { } obstacle ? (null, obstacle) : (new(HintName(document), source), null);
    }

    /// <summary>How a value is copied: the expression itself if nothing in it can change, otherwise a call.</summary>
    /// <param name="type">The value's declared type.</param>
    /// <param name="value">An expression without side effects.</param>
    /// <param name="place">The member, for the message about an obstacle.</param>
    public string Copied(ITypeSymbol type, string value, string place)
    {
        if (_immutability.IsImmutable(type))
        {
            return value;
        }

        var key = Name(type);
        if (!_methods.TryGetValue(key, out var method))
        {
            _methods[key] = method = _names.Unique("Copy" + MethodNames.Plain(type));
            _unwritten.Enqueue((type, method));
            _obstacle ??= Obstacles.Of(type, place, _compilation, _fields);
        }

        _calls++;
        return $"{method}({value})";
    }

    /// <summary>Fully qualified and without nullability, which the generated file knows nothing of.</summary>
    public static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>As a message names a type.</summary>
    public static string Short(ITypeSymbol type) => type.ToDisplayString(Messages);

    public void Stop(Obstacle obstacle) => _obstacle ??= obstacle;

    private string Write()
    {
        _names.Unique("Register");
        _names.Unique("Unknown");
        var copied = Copied(_document, "document", DocumentCopy.Short(_document));
        var bodies = new CopyBodies(this, _compilation, _fields, _immutability, _accessors);
        var methods = new StringBuilder();
        while (_obstacle is null && _unwritten.Count > 0)
        {
            _token.ThrowIfCancellationRequested();
            var (type, name) = _unwritten.Dequeue();
            var calls = _calls;
            var body = bodies.Of(type);
            methods.Append(calls == _calls && IsSmall(type) ? Inlined : "\n");
            methods.Append($"    private static {Name(type)} {name}({Name(type)} source)\n    {{\n");
            foreach (var line in body.Split('\n'))
            {
                methods.Append(line.Length == 0 ? "\n" : $"        {line}\n");
            }

            methods.Append("    }\n");
        }

        return CopyFile.Of(Name(_document), copied, methods.ToString(), _accessors.ToString());
    }

    // A record's part: it calls no other copying.
    private bool IsSmall(ITypeSymbol type) => _fields.AreSeen(type) && type is INamedTypeSymbol { TypeKind: TypeKind.Class, BaseType.SpecialType: SpecialType.System_Object };

    private static string HintName(ITypeSymbol document)
    {
        // Files are told apart without regard to case, types with it: FNV-1a of the full name keeps them apart.
        var hash = 14695981039346656037UL;
        foreach (var letter in Name(document))
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return $"MemHygiene.Copy.{MethodNames.Plain(document)}.{hash:x16}.g.cs";
    }
}
