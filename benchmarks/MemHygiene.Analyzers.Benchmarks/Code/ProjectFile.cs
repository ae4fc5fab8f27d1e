using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace MemHygiene.Analyzers.Benchmarks.Code;

/// <summary>
/// As much of a project file, and of the Directory.Build files above it, as decides what a file means. MSBuild itself would need the packages
/// of every repository.
/// </summary>
internal sealed partial class ProjectFile
{
    private static readonly string[] StandardUsings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly string[] HostUsings =
        ["Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging"];

    private static readonly string[] WebUsings =
        ["System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing", .. HostUsings];

    private readonly List<XElement> _elements;

    private ProjectFile(string path, XElement project, List<XElement> elements)
    {
        Path = path;
        _elements = elements;
        Sdk = (string?)project.Attribute("Sdk") ?? "";
        Packages = [.. Items("PackageReference")];
        ProjectReferences = [.. project.Descendants().Where(element => element.Name.LocalName == "ProjectReference").SelectMany(Includes).Select(FullPath)];
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public string Sdk { get; }

    public IReadOnlyList<string> Packages { get; }

    public IReadOnlyList<string> ProjectReferences { get; }

    public bool Nullable => Property("Nullable") is "enable" or "annotations";

    /// <summary>A web project without an entry point is a library all the same.</summary>
    public bool MayBeProgram => Sdk.Contains("Sdk.Web") || Sdk.Contains("Worker") || Property("OutputType") is "exe" or "winexe";

    public bool IsTest => Packages.Any(package => package is "Microsoft.NET.Test.Sdk" or "xunit" or "xunit.v3" or "NUnit" or "MSTest" or "MSTest.TestFramework");

    public IEnumerable<string> IncludedFiles => Items("Compile").Where(file => file.Contains(".."));

    public IEnumerable<string> RemovedFiles =>
        _elements.Where(element => element.Name.LocalName == "Compile").Select(element => (string?)element.Attribute("Remove")).OfType<string>().SelectMany(Split);

    public static ProjectFile? Read(string path, string root)
    {
        try
        {
            var project = XDocument.Load(path).Root!;
            return new ProjectFile(path, project, [.. BuildFilesAbove(path, root).SelectMany(file => XDocument.Load(file).Descendants()), .. project.Descendants()]);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    public IEnumerable<string> PreprocessorSymbols()
    {
        var version = Frameworks().Select(framework => NetVersion().Match(framework)).Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();
        var defined = _elements.Where(element => element.Name.LocalName == "DefineConstants").SelectMany(element => Split(element.Value)).Where(symbol => !symbol.Contains('$'));
        return ["DEBUG", "TRACE", "NET", "NETCOREAPP", $"NET{version}_0", .. Enumerable.Range(5, Math.Max(0, version - 4)).Select(each => $"NET{each}_0_OR_GREATER"), .. defined];
    }

    /// <summary>The file of global usings that the SDK would generate; empty where there are none.</summary>
    public string GlobalUsings()
    {
        IEnumerable<string> sdk = Sdk.Contains("Sdk.Web") ? [.. StandardUsings, .. WebUsings] : Sdk.Contains("Worker") ? [.. StandardUsings, .. HostUsings] : StandardUsings;
        var usings = (Property("ImplicitUsings") is "enable" or "true" ? sdk : []).Select(name => $"global using global::{name};").ToList();
        foreach (var element in _elements.Where(element => element.Name.LocalName == "Using"))
        {
            foreach (var name in Includes(element))
            {
                var alias = (string?)element.Attribute("Alias");
                var isStatic = string.Equals((string?)element.Attribute("Static"), "true", StringComparison.OrdinalIgnoreCase);
                usings.Add(alias is null ? $"global using {(isStatic ? "static " : "")}global::{name};" : $"global using {alias} = global::{name};");
            }

            usings.RemoveAll(line => line == $"global using global::{(string?)element.Attribute("Remove")};");
        }

        return string.Join('\n', usings.Distinct());
    }

    private static IEnumerable<string> BuildFilesAbove(string path, string root)
    {
        for (var folder = System.IO.Path.GetDirectoryName(path); folder is not null && folder.Length >= root.Length; folder = System.IO.Path.GetDirectoryName(folder))
        {
            foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets" }.Select(name => System.IO.Path.Combine(folder, name)).Where(File.Exists))
            {
                yield return file;
            }
        }
    }

    private static IEnumerable<string> Includes(XElement item) => Split((string?)item.Attribute("Include") ?? "");

    private static IEnumerable<string> Split(string list) =>
        list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(entry => entry.Replace('\\', '/'));

    private string FullPath(string relative) => System.IO.Path.GetFullPath(relative, Folder);

    private string Property(string name) => _elements.LastOrDefault(element => element.Name.LocalName == name)?.Value.Trim().ToLowerInvariant() ?? "";

    private IEnumerable<string> Items(string name) => _elements.Where(element => element.Name.LocalName == name).SelectMany(Includes);

    private IEnumerable<string> Frameworks() =>
        _elements.Where(element => element.Name.LocalName is "TargetFramework" or "TargetFrameworks").SelectMany(element => Split(element.Value));

    [GeneratedRegex(@"^net(\d+)\.\d")]
    private static partial Regex NetVersion();
}
