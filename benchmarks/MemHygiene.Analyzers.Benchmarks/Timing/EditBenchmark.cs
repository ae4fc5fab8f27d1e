using System.Collections.Immutable;
using MemHygiene.Analyzers.Benchmarks.Code;
using MemHygiene.Analyzers.Idle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>
/// What a keystroke costs: one character more in a method's body, then that document's findings, as an editor asks for them. Measured against
/// <see cref="IdleAnalyzer"/> on the same edit, because the editor binds the new code anyway.
/// </summary>
internal static class EditBenchmark
{
    public const double MostMilliseconds = 50;

    public static async Task<string> RunAsync(IEnumerable<CodeBase> repositories, int edits, CancellationToken cancellation)
    {
        var table = new MarkdownTable("project", "lines", "edits", "binding, median ms", "+ our rules, median ms", "p95", "most");
        foreach (var code in repositories)
        {
            var largest = (await code.CompileAsync(cancellation)).MaxBy(Size.LinesOf)!;
            var (binding, extra) = await MeasureAsync(largest, edits, cancellation);
            if (extra.Count == 0)
            {
                continue;
            }

            table.Add($"{code.Name}: {largest.AssemblyName}", Size.LinesOf(largest), extra.Count, At(binding, 0.5), At(extra, 0.5), At(extra, 0.95), At(extra, 1));
            Console.WriteLine($"{code.Name}: {extra.Count} edits, {At(extra, 0.5)} ms each beyond {At(binding, 0.5)} ms");
        }

        return table.ToString();
    }

    private static async Task<(List<double> Binding, List<double> Extra)> MeasureAsync(CSharpCompilation compilation, int edits, CancellationToken cancellation)
    {
        // An editor has analysed what is open before the edit.
        await RuleTimes.ByRuleAsync(compilation, cancellation);
        ImmutableArray<DiagnosticAnalyzer> idle = [new IdleAnalyzer()];
        ImmutableArray<DiagnosticAnalyzer> all = [.. idle, .. ShippedRules.Analyzers];
        var binding = new List<double>();
        var extra = new List<double>();
        foreach (var (tree, position) in Places(compilation).Take(edits))
        {
            var edited = tree.WithChangedText(tree.GetText(cancellation).WithChanges(new TextChange(new TextSpan(position, 0), ";")));

            // Whoever comes second finds warmer caches: each comes second every other time.
            var (first, second) = binding.Count % 2 == 0 ? (idle, all) : (all, idle);
            var firstTime = await TimeAsync(compilation.ReplaceSyntaxTree(tree, edited), edited, first, cancellation);
            var secondTime = await TimeAsync(compilation.ReplaceSyntaxTree(tree, edited), edited, second, cancellation);
            var (without, with) = first == idle ? (firstTime, secondTime) : (secondTime, firstTime);
            binding.Add(without);
            extra.Add(with - without);
        }

        binding.Sort();
        extra.Sort();
        return (binding, extra);
    }

    /// <summary>Behind the first brace of a method in each file, spread over the project.</summary>
    private static IEnumerable<(SyntaxTree Tree, int Position)> Places(CSharpCompilation compilation) =>
        compilation.SyntaxTrees
            .Select(tree => (Tree: tree, Body: tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Select(method => method.Body).FirstOrDefault(body => body is not null)))
            .Where(place => place.Body is not null)
            .Select((place, index) => (place.Tree, Position: place.Body!.OpenBraceToken.Span.End, Order: index * 7919L % 10_007))
            .OrderBy(place => place.Order)
            .Select(place => (place.Tree, place.Position));

    private static async Task<double> TimeAsync(CSharpCompilation compilation, SyntaxTree tree, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellation)
    {
        var model = compilation.GetSemanticModel(tree);
        model.GetDiagnostics(cancellationToken: cancellation);
        return (await RuleTimes.CpuAsync(() => RuleTimes.Start(compilation, analyzers).GetAnalyzerSemanticDiagnosticsAsync(model, null, cancellation))).TotalMilliseconds;
    }

    private static double At(List<double> sorted, double share) => Math.Round(sorted[(int)((sorted.Count - 1) * share)], 1);
}
