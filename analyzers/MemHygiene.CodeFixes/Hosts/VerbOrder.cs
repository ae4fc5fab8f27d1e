namespace MemHygiene.CodeFixes.Hosts;

/// <summary>
/// One order of the verbs in a chain, whichever fix comes first: <c>dotnet format</c> runs the rules in no fixed order, and the same code should
/// come out of every run.
/// </summary>
internal static class VerbOrder
{
    private static readonly string[] Names = ["AddModel", "AddJsonStore", "AddHandlerPool", "AddSessions"];

    /// <summary>Whether an existing call belongs behind a new one; verbs that no fix writes stay last.</summary>
    public static bool ComesAfter(string existingName, string existingCode, Verb added)
    {
        var difference = Rank(existingName) - Rank(added.Name);
        return difference > 0 || (difference == 0 && string.CompareOrdinal(existingCode, added.Code) > 0);
    }

    private static int Rank(string name)
    {
        var rank = Array.IndexOf(Names, name);
        return rank < 0 ? Names.Length : rank;
    }
}
