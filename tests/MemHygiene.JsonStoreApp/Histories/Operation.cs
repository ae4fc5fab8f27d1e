using System.Globalization;

namespace MemHygiene.JsonStoreApp.Histories;

/// <summary>One call, as the process that made it saw it.</summary>
/// <param name="Process">Which process.</param>
/// <param name="IsUpdate">An update, else a read.</param>
/// <param name="Start">Just before the call, by a clock that all processes share.</param>
/// <param name="End">Just after it.</param>
/// <param name="Value">The counter that the update wrote or the read found.</param>
internal readonly record struct Operation(int Process, bool IsUpdate, long Start, long End, long Value)
{
    public static Operation Parse(int process, string line)
    {
        var parts = line.Split(' ');
        var numbers = parts[1..].Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new(process, parts[0] == "u", numbers[0], numbers[1], numbers[2]);
    }

    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{(IsUpdate ? 'u' : 'r')} {Start} {End} {Value}");

    public override string ToString() => $"{(IsUpdate ? "update" : "read")} of {Value} by process {Process} from {Start} to {End}";
}
