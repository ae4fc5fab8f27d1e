using System.Collections.Concurrent;
using MemHygiene.Analyzers.Benchmarks.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Analyzers.Benchmarks.Mutants;

/// <summary>
/// Puts mutants into the compilation that they come from, several at once, and runs every rule over them and over the files that have findings: a
/// search for callers begins there and ends in any file.
/// </summary>
internal sealed class MutantRun(Mutator mutator, TextWriter output)
{
    // At most a third of a project is damaged at once, so that the rest keeps its meaning.
    private const int MostAtOnce = 64;

    public int Mutants { get; private set; }

    public int Failures { get; private set; }

    /// <summary>Files in which a rule reports are taken more often: most of what the rules do begins there.</summary>
    public async Task OverAsync(CodeBase code, int first, int count, CancellationToken cancellation)
    {
        var compilations = await code.CompileAsync(cancellation);
        var trees = compilations.SelectMany(compilation => compilation.SyntaxTrees.Select(tree => (Compilation: compilation, Tree: tree))).ToList();
        var loud = new List<(CSharpCompilation Compilation, SyntaxTree Tree)>();
        foreach (var compilation in compilations)
        {
            var (found, thrown) = await AnalyzeAsync(compilation, compilation.SyntaxTrees, cancellation);
            loud.AddRange(found.Select(finding => finding.Location.SourceTree).OfType<SyntaxTree>().Distinct().Select(tree => (compilation, tree)));
            foreach (var exception in thrown)
            {
                Fail($"{code.Name}: {compilation.AssemblyName} as it is: {exception}");
            }
        }

        var random = new Random(first);
        var picked = Enumerable.Range(first, count)
            .Select(number => (Number: number, Place: loud.Count > 0 && number % 3 == 0 ? loud[random.Next(loud.Count)] : trees[random.Next(trees.Count)]))
            .ToList();
        foreach (var ofProject in picked.GroupBy(pick => pick.Place.Compilation))
        {
            var watched = loud.Where(place => place.Compilation == ofProject.Key).Select(place => place.Tree).ToList();
            foreach (var batch in Batches([.. ofProject.Select(pick => (pick.Number, pick.Place.Tree))], Math.Clamp(ofProject.Key.SyntaxTrees.Length / 3, 1, MostAtOnce)))
            {
                await TryAsync(code, ofProject.Key, watched, [.. batch.Select(pick => mutator.Mutate(pick.Tree, pick.Number, cancellation))], cancellation);
            }
        }
    }

    /// <summary>Full batches in which no file stands twice.</summary>
    internal static IEnumerable<List<(int Number, SyntaxTree Tree)>> Batches(List<(int Number, SyntaxTree Tree)> picks, int size)
    {
        var open = new Queue<(int Number, SyntaxTree Tree)>(picks);
        while (open.Count > 0)
        {
            var batch = new List<(int, SyntaxTree)>();
            var taken = new HashSet<SyntaxTree>();
            for (var left = open.Count; left > 0; left--)
            {
                var pick = open.Dequeue();
                if (batch.Count < size && taken.Add(pick.Tree))
                {
                    batch.Add(pick);
                }
                else
                {
                    open.Enqueue(pick);
                }
            }

            yield return batch;
        }
    }

    private async Task TryAsync(CodeBase code, CSharpCompilation compilation, List<SyntaxTree> watched, List<Mutant> mutants, CancellationToken cancellation)
    {
        Mutants += mutants.Count;
        var thrown = await ThrownAsync(compilation, watched, mutants, cancellation);
        if (thrown.Count == 0)
        {
            return;
        }

        var before = Failures;
        foreach (var mutant in mutants)
        {
            var alone = await ThrownAsync(compilation, watched, [mutant], cancellation);
            if (alone.Count > 0)
            {
                Fail($"{code.Show(mutant.Original.FilePath)}: {mutant}\n{alone[0]}");
            }
        }

        if (Failures == before)
        {
            Fail($"{code.Name}: {compilation.AssemblyName}, only together: {string.Join("; ", mutants)}\n{thrown[0]}");
        }
    }

    private static async Task<IReadOnlyList<string>> ThrownAsync(
        CSharpCompilation compilation, List<SyntaxTree> watched, List<Mutant> mutants, CancellationToken cancellation)
    {
        var trees = watched.Except(mutants.Select(mutant => mutant.Original)).ToList();
        Compilation damaged = compilation;
        foreach (var mutant in mutants)
        {
            var tree = mutant.Parse();
            damaged = damaged.ReplaceSyntaxTree(mutant.Original, tree);
            trees.Add(tree);
        }

        return (await AnalyzeAsync(damaged, trees, cancellation)).Thrown;
    }

    private void Fail(string what)
    {
        Failures++;
        output.WriteLine($"error: {what}");
    }

    private static async Task<(IReadOnlyList<Diagnostic> Found, IReadOnlyList<string> Thrown)> AnalyzeAsync(
        Compilation compilation, IReadOnlyCollection<SyntaxTree> trees, CancellationToken cancellation)
    {
        var thrown = new ConcurrentQueue<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, analyzer, _) => thrown.Enqueue($"{analyzer.GetType().Name}: {exception}"), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var analysis = compilation.WithAnalyzers(ShippedRules.Analyzers, options);
        if (trees.Count == compilation.SyntaxTrees.Count())
        {
            return (await analysis.GetAnalyzerDiagnosticsAsync(cancellation), [.. thrown]);
        }

        var found = new List<Diagnostic>();
        foreach (var tree in trees)
        {
            found.AddRange(await analysis.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), null, cancellation));
        }

        return (found, [.. thrown]);
    }
}
