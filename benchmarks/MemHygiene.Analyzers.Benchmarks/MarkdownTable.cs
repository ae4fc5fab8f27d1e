using System.Globalization;
using System.Text;

namespace MemHygiene.Analyzers.Benchmarks;

/// <summary>A table for a results page; numbers stand on the right.</summary>
internal sealed class MarkdownTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];
    private readonly bool[] _isText = new bool[headings.Length];

    public void Add(params object[] cells)
    {
        for (var column = 0; column < cells.Length; column++)
        {
            _isText[column] |= cells[column] is string;
        }

        _rows.Add([.. cells.Select(cell => string.Format(CultureInfo.InvariantCulture, cell is double ? "{0:#,0.###}" : "{0:#,0}", cell))]);
    }

    public override string ToString()
    {
        var text = new StringBuilder(Line(headings));
        text.Append(Line(_isText.Select(isText => isText ? "---" : "---:")));
        foreach (var row in _rows)
        {
            text.Append(Line(row));
        }

        return text.ToString();
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";
}
