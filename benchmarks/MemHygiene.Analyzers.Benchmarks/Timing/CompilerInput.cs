using MemHygiene.Analyzers.Benchmarks.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>A project as the arguments of the compiler's program: csc reads it from disk as a build without a compile server does.</summary>
internal sealed record CompilerInput(string Name, int Lines, string ResponseFile)
{
    /// <summary>What our rules report in every input: a compiler that stopped early reports nothing.</summary>
    public const string MarkerId = "MH1008";

    private const string Marker = """
        internal sealed class AnalyzersHaveRunController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            [Microsoft.AspNetCore.Mvc.HttpGet("/analyzers-have-run")]
            public void Get() => System.GC.Collect();
        }
        """;

    /// <summary>The largest projects, as far as they declare what they use (<see cref="DeclaredCode"/>).</summary>
    public static async Task<IReadOnlyList<CompilerInput>> LargestAsync(IEnumerable<CodeBase> repositories, int count, string folder, CancellationToken cancellation)
    {
        var largest = new List<(string Name, Project Project, CSharpCompilation Compilation)>();
        foreach (var code in repositories)
        {
            var declared = await DeclaredCode.OfAsync(code, cancellation);
            largest = [.. largest.Concat(declared.Select(each => (code.Name, each.Project, each.Compilation))).OrderByDescending(each => Size.LinesOf(each.Compilation)).Take(count)];
        }

        var inputs = new List<CompilerInput>();
        foreach (var (name, project, compilation) in largest)
        {
            inputs.Add(await WriteAsync(name, project, compilation, Path.Combine(folder, inputs.Count.ToString("00")), cancellation));
        }

        return inputs;
    }

    private static async Task<CompilerInput> WriteAsync(string name, Project project, CSharpCompilation compilation, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var arguments = new List<string>
        {
            "-nostdlib+", "-unsafe+", "-deterministic+", "-langversion:preview", "-debug:portable",
            $"-target:{(compilation.Options.OutputKind == OutputKind.ConsoleApplication ? "exe" : "library")}",
            $"-nullable:{(compilation.Options.NullableContextOptions == NullableContextOptions.Enable ? "enable" : "disable")}",
            $"-out:\"{Path.Combine(folder, "output.dll")}\"",
            $"-define:{string.Join(';', project.ParseOptions!.PreprocessorSymbolNames.Append("CSC"))}",
        };
        foreach (var reference in compilation.References)
        {
            arguments.Add($"-reference:\"{(reference as PortableExecutableReference)?.FilePath ?? Emit((CompilationReference)reference, folder)}\"");
        }

        foreach (var (index, tree) in compilation.SyntaxTrees.Index())
        {
            // Under its own name, but here: what was taken out of a file is still in the one on the disk.
            var path = Path.Combine(folder, "src", index.ToString("0000"), Path.GetFileName(tree.FilePath.Replace('\\', '/').Replace(':', '_')));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, (await tree.GetTextAsync(cancellation)).ToString(), cancellation);
            arguments.Add($"\"{path}\"");
        }

        var marker = Path.Combine(folder, "AnalyzersHaveRun.cs");
        await File.WriteAllTextAsync(marker, Marker, cancellation);
        arguments.Add($"\"{marker}\"");
        var response = Path.Combine(folder, "csc.rsp");
        await File.WriteAllLinesAsync(response, arguments, cancellation);
        return new CompilerInput($"{name}: {project.Name}", Size.LinesOf(compilation), response);
    }

    private static string Emit(CompilationReference reference, string folder)
    {
        var path = Path.Combine(folder, reference.Compilation.AssemblyName + ".dll");
        using var file = File.Create(path);
        var result = reference.Compilation.Emit(file, options: new EmitOptions(metadataOnly: true, tolerateErrors: true, includePrivateMembers: false));
        return result.Success ? path : throw new InvalidOperationException($"{reference.Compilation.AssemblyName} has no reference assembly: {result.Diagnostics.FirstOrDefault(each => each.Severity == DiagnosticSeverity.Error)}");
    }
}
