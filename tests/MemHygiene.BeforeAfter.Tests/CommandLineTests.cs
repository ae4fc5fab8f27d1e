namespace MemHygiene.BeforeAfter.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--users", "0", "--users must be from 1 to 1,000, not 0.")]
    [InlineData("--requests", "-5", "--requests must be from 1 to 1,000,000, not -5.")]
    [InlineData("--rounds", "101", "--rounds must be from 1 to 100, not 101.")]
    [InlineData("--port", "70000", "--port must be from 0 to 65,535, not 70,000.")]
    public void Parse_NumberOutOfRange_NamesOptionRangeAndValue(string option, string value, string message)
    {
        var parsed = BeforeAfterCommand.Create().Parse([option, value]);

        Assert.Equal([message], parsed.Errors.Select(error => error.Message));
    }

    [Theory]
    [InlineData("--users", "many")]
    [InlineData("--user", "3")]
    [InlineData("--requests")]
    [InlineData("please")]
    public void Parse_WhatItDoesNotKnow_IsAnError(params string[] arguments)
    {
        var parsed = BeforeAfterCommand.Create().Parse(arguments);

        Assert.NotEmpty(parsed.Errors);
    }

    [Fact]
    public async Task Invoke_Error_PrintsItAndExitsNonZero()
    {
        using var error = new StringWriter();

        var exitCode = await BeforeAfterCommand.Create().Parse(["--rounds", "0"])
            .InvokeAsync(new() { Error = error, Output = TextWriter.Null }, TestContext.Current.CancellationToken);

        Assert.Equal(BeforeAfterCommand.Failed, exitCode);
        Assert.Contains("--rounds must be from 1", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RunOptions.DefaultRequests, RunOptions.DefaultUsers, true)]
    [InlineData(RunOptions.DefaultRequests * 10, RunOptions.DefaultUsers * 2, true)]
    [InlineData(RunOptions.DefaultRequests, 4, false)]
    [InlineData(100, RunOptions.DefaultUsers, false)]
    public void JudgesTargets_LoadAtLeastTheDefault_Only(int requests, int users, bool judges)
    {
        var options = new RunOptions { Requests = requests, Users = users };

        Assert.Equal(judges, options.JudgesTargets);
    }
}
