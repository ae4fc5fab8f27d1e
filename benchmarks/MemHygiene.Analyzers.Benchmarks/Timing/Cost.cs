namespace MemHygiene.Analyzers.Benchmarks.Timing;

/// <summary>What an analysis uses: processor time and bytes allocated.</summary>
internal readonly record struct Cost(double Milliseconds, long Bytes)
{
    public static Cost Most { get; } = new(double.MaxValue, long.MaxValue);

    public static Cost operator +(Cost one, Cost other) => new(one.Milliseconds + other.Milliseconds, one.Bytes + other.Bytes);

    public static Cost Least(Cost one, Cost other) => new(Math.Min(one.Milliseconds, other.Milliseconds), Math.Min(one.Bytes, other.Bytes));
}
