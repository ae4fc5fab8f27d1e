using System.CommandLine;
using MemHygiene.Testing;

namespace MemHygiene.Analyzers.Benchmarks.Code;

/// <summary>The options that say which code a verb works on, the same for all of them.</summary>
internal sealed class CodeOptions
{
    private readonly Argument<DirectoryInfo[]> _repositories = new("repositories") { Description = "Folders of checked-out repositories.", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<DirectoryInfo[]> _libraries = new("--references")
    {
        Description = "Folders of assemblies that the repositories use.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int> _lines = new("--lines") { Description = "Size of the generated program where no repository is given.", DefaultValueFactory = _ => 50_000 };

    public void AddTo(Command command)
    {
        _repositories.AcceptExistingOnly();
        _libraries.AcceptExistingOnly();
        command.Add(_repositories);
        command.Add(_libraries);
        command.Add(_lines);
    }

    /// <summary>Reads one repository after the other; none given means a generated program.</summary>
    public IEnumerable<CodeBase> ReadOrGenerate(ParseResult parsed)
    {
        var given = parsed.GetValue(_repositories)!;
        return given.Length == 0 ? [GeneratedCode.Create(parsed.GetValue(_lines))] : Read(parsed, given.Select(folder => folder.FullName));
    }

    /// <summary>Reads one repository after the other; none given means the one that this program was built from.</summary>
    public IEnumerable<CodeBase> ReadOrOwn(ParseResult parsed)
    {
        var given = parsed.GetValue(_repositories)!;
        return Read(parsed, given.Length == 0 ? [RepositoryRoot.Path] : given.Select(folder => folder.FullName));
    }

    private IEnumerable<CodeBase> Read(ParseResult parsed, IEnumerable<string> folders)
    {
        var reader = new RepositoryReader(new ReferenceAssemblies(parsed.GetValue(_libraries)!.Select(folder => folder.FullName)));
        return folders.Select(reader.Read).Where(code => code.Documents > 0);
    }
}
