namespace MemHygiene.Tests.Pressure;

public sealed class CollectionTests
{
    [Theory]
    [InlineData(750, 0)]
    [InlineData(850, 1)]
    [InlineData(950, 1)]
    public void Collection_AtALevel_RunsFromWarningOn(long used, int expected)
    {
        using var test = new TestMonitor();

        test.Use(used);

        Assert.Equal(expected, test.Collections.Count);
    }

    [Theory]
    [InlineData(850)]
    [InlineData(950)]
    public void Collection_AtCritical_IsAggressiveFromTheSecondOn(long first)
    {
        using var test = new TestMonitor();

        test.Use(first);
        test.UseAfter(3, 950);

        Assert.Equal([false, true], test.Collections);
    }

    [Fact]
    public void Collection_OfTheNextShortage_BeginsGentlyAgain()
    {
        using var test = new TestMonitor();
        test.Use(950);
        test.UseAfter(3, 950);
        test.UseAfter(3, 500);
        test.UseAfter(3, 500);

        test.UseAfter(3, 950);

        Assert.Equal([false, true, true, false], test.Collections);
    }

    [Fact]
    public void Collection_SoonAfterTheLast_Waits()
    {
        using var test = new TestMonitor();

        test.Use(950);
        test.UseAfter(2.9, 950);

        Assert.Single(test.Collections);
    }

    [Fact]
    public void Collection_ThatFreedSomething_ComesAgainAtTheInterval()
    {
        using var test = new TestMonitor();

        test.Use(990);
        test.UseAfter(3, 970);
        test.UseAfter(3, 950);
        test.UseAfter(3, 930);

        Assert.Equal(4, test.Collections.Count);
    }

    [Fact]
    public void Collection_ThatFreesNothingTwice_ComesMoreAndMoreRarely()
    {
        using var test = new TestMonitor();

        for (var second = 0; second < 600; second++)
        {
            test.UseAfter(1, 950);
        }

        // 0, 3, 9, 21, 45, 93, 189, 381 seconds: pauses of 3, 6, 12 … at most 300.
        Assert.Equal(8, test.Collections.Count);
    }

    [Fact]
    public void Collection_ThatGentlyFreedNothing_IsAggressiveTheNextTime()
    {
        using var test = new TestMonitor();

        test.Use(850);
        test.UseAfter(3, 850);

        Assert.Equal([false, true], test.Collections);
    }

    [Fact]
    public void Collection_AfterAShortageAtRest_IsAggressiveThoughTheGentleOneFreedSomething()
    {
        using var test = new TestMonitor();
        test.Use(850);

        test.UseAfter(1, 720);
        test.UseAfter(3, 700);

        Assert.Equal([false, true], test.Collections);
    }

    [Fact]
    public void Collection_AfterAShortageWhileTheProgramWorksOn_StaysGentle()
    {
        using var test = new TestMonitor();
        test.Use(850);

        test.UseAfter(1, 720);
        test.FullCollections++;
        test.UseAfter(2, 700);

        Assert.Equal([false, false], test.Collections);
    }

    [Fact]
    public void Collection_AfterTheLevelFellToAcceptable_GoesOnUntilItIsGood()
    {
        using var test = new TestMonitor();
        test.Use(950);
        test.UseAfter(1, 750);
        test.UseAfter(2.5, 750);

        var collections = test.Collections.Count;
        test.UseAfter(3, 500);
        test.UseAfter(3, 500);
        test.UseAfter(3, 750);
        test.UseAfter(2, 750);

        Assert.Equal(2, collections);
        Assert.Equal(collections, test.Collections.Count - 1);
    }

    [Fact]
    public void Collection_WhileAcceptableAndNobodyCollects_RunsGentlyOnce()
    {
        using var test = new TestMonitor();
        test.Use(750);
        test.UseAfter(2.9, 750);
        var before = test.Collections.Count;

        test.UseAfter(0.1, 750);
        test.UseAfter(1, 650);
        test.UseAfter(3, 650);

        Assert.Equal(0, before);
        Assert.Equal([false], test.Collections);
    }

    [Fact]
    public void Collection_WhileAcceptableAndTheProgramCollects_NeverRuns()
    {
        using var test = new TestMonitor();

        for (var second = 0; second < 60; second++)
        {
            test.FullCollections++;
            test.UseAfter(2, 750);
        }

        Assert.Empty(test.Collections);
    }

    [Fact]
    public void Collection_WhileAcceptableThatFreesNothing_ComesMoreAndMoreRarelyAndNeverAggressively()
    {
        using var test = new TestMonitor();

        for (var second = 0; second < 600; second++)
        {
            test.UseAfter(1, 750);
        }

        // After 3, 6, 12, 24, 48, 96, 192 and 384 seconds.
        Assert.Equal(Enumerable.Repeat(false, 8), test.Collections);
    }

    [Fact]
    public void Collection_WhileAcceptableAfterNewWork_ComesAsSoonAsTheFirst()
    {
        using var test = new TestMonitor();
        for (var second = 0; second < 60; second++)
        {
            test.UseAfter(1, 750);
        }

        var before = test.Collections.Count;
        test.FullCollections++;
        test.UseAfter(1, 750);
        test.UseAfter(3, 750);

        Assert.Equal(before + 1, test.Collections.Count);
    }

    [Fact]
    public void Collection_ThatTookLong_ComesAgainAfterTenTimesThat()
    {
        using var test = new TestMonitor();
        test.OnCollect = () => test.Clock.Advance(TimeSpan.FromSeconds(1));

        test.Use(990);
        test.UseAfter(9, 950);
        var tooSoon = test.Collections.Count;
        test.UseAfter(1, 950);

        Assert.Equal(1, tooSoon);
        Assert.Equal(2, test.Collections.Count);
    }

    [Fact]
    public void Collection_ThatIsTurnedOff_NeverRuns()
    {
        using var test = new TestMonitor(options => options.CollectGarbage = false);

        test.Use(950);

        Assert.Empty(test.Collections);
    }

    [Fact]
    public void Collections_OfTheMonitor_AreCounted()
    {
        using var test = new TestMonitor();

        test.Use(950);
        test.UseAfter(5, 950);

        Assert.Equal(2, test.Monitor.Collections);
    }
}
