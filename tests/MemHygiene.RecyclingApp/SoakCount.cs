namespace MemHygiene.RecyclingApp;

/// <param name="Answered">Requests with a complete and right answer.</param>
/// <param name="Failed">Requests without.</param>
/// <param name="Replaced">Workers that left while requests came.</param>
/// <param name="Died">Workers that ended by themselves.</param>
/// <param name="CutOff">Workers that were killed, or had connections left at the end of their graceful timeout.</param>
/// <param name="BadEnds">Supervisors that did not end with 0.</param>
internal readonly record struct SoakCount(int Answered, int Failed, int Replaced, int Died, int CutOff, int BadEnds)
{
    public bool IsGood => this is { Answered: > 0, Failed: 0, Died: 0, CutOff: 0, BadEnds: 0 };

    public static SoakCount operator +(SoakCount left, SoakCount right) => new(
        left.Answered + right.Answered,
        left.Failed + right.Failed,
        left.Replaced + right.Replaced,
        left.Died + right.Died,
        left.CutOff + right.CutOff,
        left.BadEnds + right.BadEnds);

    public override string ToString() =>
        $"{Answered} answered, {Failed} failed, {Replaced} workers replaced, {Died} died, {CutOff} cut off, {BadEnds} supervisors with another exit code than 0.";
}
