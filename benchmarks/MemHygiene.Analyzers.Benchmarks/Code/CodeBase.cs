using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.Analyzers.Benchmarks.Code;

/// <summary>A repository, or a generated program, as a solution in memory: what every verb works on.</summary>
internal sealed record CodeBase(string Name, string Folder, Solution Solution)
{
    public int Documents => Solution.Projects.Sum(project => project.DocumentIds.Count);

    /// <summary>How a file is named in what is printed.</summary>
    public string Show(string? path) => path is null ? "?" : $"{Name}/{Path.GetRelativePath(Folder, path).Replace('\\', '/')}";

    public async Task<IReadOnlyList<CSharpCompilation>> CompileAsync(CancellationToken cancellation)
    {
        var compilations = new List<CSharpCompilation>();
        foreach (var project in Solution.Projects)
        {
            compilations.Add((CSharpCompilation)(await project.GetCompilationAsync(cancellation))!);
        }

        return compilations;
    }
}
