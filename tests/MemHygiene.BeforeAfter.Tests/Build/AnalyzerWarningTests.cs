using BeforeAfter.Build;

namespace MemHygiene.BeforeAfter.Tests.Build;

public sealed class AnalyzerWarningTests
{
    [Fact]
    public void Parse_WhatABuildPrints_TakesEachWarningOnce()
    {
        const string Warning = "/src/Before/Chat/ChatController.cs(23,26): warning MH1001: X is loaded (Chat.Post): lease it (https://example.org/MH1001) [/src/Before/Before.csproj]";

        var warnings = AnalyzerWarning.Parse(["  Restored.", Warning, "", "    " + Warning], "/src/Before");

        Assert.Equal([new AnalyzerWarning("Chat/ChatController.cs", 23, "MH1001", "X is loaded (Chat.Post): lease it")], warnings);
    }

    [Fact]
    public void Parse_ErrorsAndOtherRules_AreNotOurs()
    {
        var warnings = AnalyzerWarning.Parse(
            ["/src/A.cs(1,2): error MH1001: no [/src/A.csproj]", "/src/A.cs(1,2): warning CS8618: no [/src/A.csproj]"],
            "/src");

        Assert.Empty(warnings);
    }
}
