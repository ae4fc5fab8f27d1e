using MemHygiene.Analyzers.Benchmarks.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>A project as the arguments of the compiler's program: csc reads it from disk as a build without a compile server does.</summary>
internal sealed record CompilerInput(string Name, int Lines, string ResponseFile)
{
    /// <summary>The largest projects that compile: the compiler runs no analyzer to its end over code with errors.</summary>
    public static async Task<IReadOnlyList<CompilerInput>> LargestAsync(IEnumerable<CodeBase> repositories, int count, string folder, CancellationToken cancellation)
    {
        var found = new PriorityQueue<(CodeBase Code, Project Project), int>();
        foreach (var code in repositories)
        {
            foreach (var project in code.Solution.Projects)
            {
                var compilation = (await project.GetCompilationAsync(cancellation))!;
                var lines = Size.LinesOf(compilation);
                if ((found.Count < count || found.TryPeek(out _, out var least) && lines > least)
                    && !compilation.GetDiagnostics(cancellation).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
                {
                    found.Enqueue((code, project), lines);
                    if (found.Count > count)
                    {
                        found.Dequeue();
                    }
                }
            }
        }

        var inputs = new List<CompilerInput>();
        while (found.TryDequeue(out var largest, out var lines))
        {
            inputs.Insert(0, await WriteAsync(largest.Code, largest.Project, lines, Path.Combine(folder, inputs.Count.ToString("00")), cancellation));
        }

        return inputs;
    }

    private static async Task<CompilerInput> WriteAsync(CodeBase code, Project project, int lines, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var compilation = (CSharpCompilation)(await project.GetCompilationAsync(cancellation))!;
        var arguments = new List<string>
        {
            "-nostdlib+", "-unsafe+", "-deterministic+", "-langversion:preview", "-warn:0", "-debug:portable",
            $"-target:{(compilation.Options.OutputKind == OutputKind.ConsoleApplication ? "exe" : "library")}",
            $"-nullable:{(compilation.Options.NullableContextOptions == NullableContextOptions.Enable ? "enable" : "disable")}",
            $"-out:\"{Path.Combine(folder, "output.dll")}\"",
            $"-define:{string.Join(';', project.ParseOptions!.PreprocessorSymbolNames.Append("CSC"))}",
        };
        foreach (var reference in compilation.References)
        {
            arguments.Add($"-reference:\"{(reference as PortableExecutableReference)?.FilePath ?? Emit((CompilationReference)reference, folder)}\"");
        }

        foreach (var tree in compilation.SyntaxTrees)
        {
            // What stands in no file, such as the generated global usings, is written to one.
            var path = File.Exists(tree.FilePath) ? tree.FilePath : Path.Combine(folder, tree.FilePath.TrimStart('/', '\\').Replace(':', '_'));
            if (path != tree.FilePath)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, (await tree.GetTextAsync(cancellation)).ToString(), cancellation);
            }

            arguments.Add($"\"{path}\"");
        }

        var response = Path.Combine(folder, "csc.rsp");
        await File.WriteAllLinesAsync(response, arguments, cancellation);
        return new CompilerInput($"{code.Name}: {project.Name}", lines, response);
    }

    private static string Emit(CompilationReference reference, string folder)
    {
        var path = Path.Combine(folder, reference.Compilation.AssemblyName + ".dll");
        using var file = File.Create(path);
        reference.Compilation.Emit(file, options: new EmitOptions(metadataOnly: true, tolerateErrors: true, includePrivateMembers: false));
        return path;
    }
}
