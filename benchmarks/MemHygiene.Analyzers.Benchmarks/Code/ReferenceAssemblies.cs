using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Analyzers.Benchmarks.Code;

/// <summary>What code is compiled against: the reference assemblies of the SDK, MemHygiene as a user has it, and folders of libraries.</summary>
internal sealed class ReferenceAssemblies
{
    // Namespaces that many libraries share do not tell whose code it is.
    private static readonly string[] Shared = ["System", "Microsoft"];

    private readonly List<(PortableExecutableReference Reference, HashSet<string> Namespaces)> _libraries = [];

    public ReferenceAssemblies(IEnumerable<string> libraryFolders)
    {
        var known = Frameworks.Select(Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var file in libraryFolders.SelectMany(folder => Directory.GetFiles(folder, "*.dll")).Order(StringComparer.Ordinal))
        {
            if (known.Add(Path.GetFileNameWithoutExtension(file)))
            {
                _libraries.Add((MetadataReference.CreateFromFile(file), PublicNamespaces(file)));
            }
        }
    }

    public static string DotNetRoot { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    private static List<PortableExecutableReference> Frameworks { get; } = [.. Pack("Microsoft.NETCore.App.Ref"), .. Pack("Microsoft.AspNetCore.App.Ref")];

    private static List<PortableExecutableReference> MemHygiene { get; } =
        [.. new[] { "MemHygiene", "MemHygiene.AspNetCore" }.Select(name => MetadataReference.CreateFromFile(Assembly.Load(name).Location))];

    /// <summary>All of them, save the libraries whose namespaces the code base declares itself: it would have every type twice.</summary>
    public IReadOnlyList<MetadataReference> For(IReadOnlySet<string> declaredNamespaces) =>
    [
        .. Frameworks,
        .. declaredNamespaces.Any(name => name.StartsWith("MemHygiene.", StringComparison.Ordinal)) ? [] : MemHygiene,
        .. _libraries.Where(library => !library.Namespaces.Overlaps(declaredNamespaces)).Select(library => library.Reference),
    ];

    private static IEnumerable<PortableExecutableReference> Pack(string name)
    {
        var versions = Path.Combine(DotNetRoot, "packs", name);
        if (!Directory.Exists(versions))
        {
            throw new InvalidOperationException($"No {name} below {DotNetRoot}: the SDK brings it.");
        }

        var newest = Directory.GetDirectories(versions).OrderByDescending(folder => Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) ? version : new Version()).First();
        return Directory.GetDirectories(Path.Combine(newest, "ref")).SelectMany(folder => Directory.GetFiles(folder, "*.dll")).Select(path => MetadataReference.CreateFromFile(path));
    }

    private static string Name(PortableExecutableReference reference) => Path.GetFileNameWithoutExtension(reference.FilePath!);

    private static HashSet<string> PublicNamespaces(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return metadata.TypeDefinitions
            .Select(metadata.GetTypeDefinition)
            .Where(type => type.Attributes.HasFlag(TypeAttributes.Public))
            .Select(type => metadata.GetString(type.Namespace))
            .Where(name => name.Length > 0 && !Shared.Contains(name.Split('.')[0]))
            .ToHashSet();
    }
}
