using System.Runtime.CompilerServices;

namespace MemHygiene.Testing;

/// <summary>Compares a text with the file <c>Class.Method.verified.txt</c> beside the test: Verify's file names, so that Verify can take over.</summary>
internal static class Snapshot
{
    public static void Match(string actual, [CallerFilePath] string testFile = "", [CallerMemberName] string method = "")
    {
        var stem = Path.Combine(Path.GetDirectoryName(testFile)!, $"{Path.GetFileNameWithoutExtension(testFile)}.{method}");
        var verified = stem + ".verified.txt";
        var received = stem + ".received.txt";
        var expected = File.Exists(verified) ? Normalise(File.ReadAllText(verified)) : null;
        if (expected == Normalise(actual))
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail($"""
            {Path.GetFileName(verified)} {(expected is null ? "does not exist" : "differs")}. What was received stands in
            {received}
            Rename it to .verified.txt if it is right.
            --- received
            {actual}
            """);
    }

    private static string Normalise(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');
}
