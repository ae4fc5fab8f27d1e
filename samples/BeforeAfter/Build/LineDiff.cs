namespace BeforeAfter.Build;

/// <summary>A line that was removed or added.</summary>
internal sealed record DiffLine(bool Added, string Text)
{
    public override string ToString() => (Added ? "+ " : "- ") + Text;
}

/// <summary>What changed between two texts, by their longest common subsequence of lines.</summary>
internal static class LineDiff
{
    public static List<DiffLine> Compare(IReadOnlyList<string> old, IReadOnlyList<string> now)
    {
        // common[i, j]: how many lines the texts have in common from line i of the old one and line j of the new one on.
        var common = new int[old.Count + 1, now.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
        {
            for (var j = now.Count - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var changes = new List<DiffLine>();
        int left = 0, right = 0;
        while (left < old.Count || right < now.Count)
        {
            if (left < old.Count && right < now.Count && old[left] == now[right])
            {
                left++;
                right++;
            }
            else if (right == now.Count || (left < old.Count && common[left + 1, right] >= common[left, right + 1]))
            {
                changes.Add(new DiffLine(Added: false, old[left++]));
            }
            else
            {
                changes.Add(new DiffLine(Added: true, now[right++]));
            }
        }

        return changes;
    }
}
