using System.Text;

namespace MemHygiene.Reports;

/// <summary>Columns of plain text: as wide as they need to be, figures to the right.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    public bool IsEmpty => _rows.Count == 1;

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the table, with the columns in <paramref name="right"/> set to the right; nothing if it has no rows.</summary>
    public void WriteTo(StringBuilder text, params int[] right)
    {
        if (IsEmpty)
        {
            return;
        }

        var widths = Enumerable.Range(0, headings.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        text.Append('\n');
        foreach (var row in _rows)
        {
            var cells = row.Select((cell, column) => right.Contains(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
    }
}
