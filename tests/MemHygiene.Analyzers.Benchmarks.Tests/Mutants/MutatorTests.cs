using MemHygiene.Analyzers.Benchmarks.Mutants;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.Analyzers.Benchmarks.Tests.Mutants;

public sealed class MutatorTests
{
    private static readonly SyntaxTree Tree = CSharpSyntaxTree.ParseText("class Rates { int Half(int whole) { return whole / 2; } }", cancellationToken: TestContext.Current.CancellationToken);

    [Fact]
    public void Mutate_SameSeedAndNumber_GivesTheSameText()
    {
        Assert.Equal(Texts(seed: 3), Texts(seed: 3));
        Assert.NotEqual(Texts(seed: 3), Texts(seed: 4));
    }

    [Fact]
    public void Mutate_ManyNumbers_UsesEveryKindAndNearlyAlwaysChangesSomething()
    {
        var mutants = Mutants(seed: 1);

        Assert.Equal(6, mutants.Select(mutant => mutant.Kind).Distinct().Count());
        Assert.InRange(mutants.Count(mutant => mutant.Text.ToString() == Tree.ToString()), 0, mutants.Count / 10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("// nothing but a comment")]
    [InlineData("class")]
    public void Mutate_HardlyAnyText_StillGivesAMutant(string source)
    {
        var tree = CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken);

        for (var number = 0; number < 50; number++)
        {
            Assert.NotNull(new Mutator(1).Mutate(tree, number, TestContext.Current.CancellationToken).Parse());
        }
    }

    [Fact]
    public void Batches_TheSameFileTwice_StandsInTwoBatches()
    {
        var other = CSharpSyntaxTree.ParseText("class Other;", cancellationToken: TestContext.Current.CancellationToken);

        var batches = MutantRun.Batches([(0, Tree), (1, Tree), (2, other)], size: 2).ToList();

        Assert.Equal([[0, 2], [1]], batches.Select(batch => batch.Select(pick => pick.Number).ToArray()));
    }

    private static List<string> Texts(int seed) => [.. Mutants(seed).Select(mutant => mutant.Text.ToString())];

    private static List<Mutant> Mutants(int seed) =>
        [.. Enumerable.Range(0, 200).Select(number => new Mutator(seed).Mutate(Tree, number, TestContext.Current.CancellationToken))];
}
