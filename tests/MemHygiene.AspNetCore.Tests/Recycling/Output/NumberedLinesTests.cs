using System.Text;
using MemHygiene.AspNetCore.Recycling.Output;

namespace MemHygiene.AspNetCore.Tests.Recycling.Output;

public sealed class NumberedLinesTests
{
    private readonly NumberedLines _lines = new(3);

    [Theory]
    [InlineData("hello\n", "[worker 3] hello\n")]
    [InlineData("one\ntwo\n", "[worker 3] one\n[worker 3] two\n")]
    [InlineData("\n", "[worker 3] \n")]
    [InlineData("{\"Level\":\"Error\"}\n", "{\"Level\":\"Error\"}\n")]
    [InlineData(" {\n", "[worker 3]  {\n")]
    [InlineData("<4>careful\n", "<4>[worker 3] careful\n")]
    [InlineData("<b>bold\n", "[worker 3] <b>bold\n")]
    [InlineData("<4\n", "[worker 3] <4\n")]
    [InlineData("\u001b[32minfo\u001b[39m\r\n", "[worker 3] \u001b[32minfo\u001b[39m\r\n")]
    public void Add_WholeLines_PutsTheNumberInFront(string written, string expected)
    {
        var lines = Add(written);

        Assert.Equal(expected, lines);
    }

    [Theory]
    [InlineData("hello\n{}\n<4>x\n\ny", "[worker 3] hello\n{}\n<4>[worker 3] x\n[worker 3] \n[worker 3] y\n")]
    public void Add_OneByteAtATime_GivesTheSameLines(string written, string expected)
    {
        var lines = string.Concat(written.Select(letter => Add(letter.ToString()))) + End();

        Assert.Equal(expected, lines);
    }

    [Fact]
    public void Add_PartOfALine_KeepsItUntilTheRestHasCome()
    {
        var first = Add("hel");
        var second = Add("lo\nwor");

        Assert.Equal(("", "[worker 3] hello\n"), (first, second));
    }

    [Fact]
    public void Add_BytesThatAreNoText_LeavesThemAsTheyAre()
    {
        byte[] written = [0xFF, 0x00, 0xC3, 0x28, (byte)'\n'];

        var lines = _lines.Add(written).ToArray();

        Assert.Equal([.. "[worker 3] "u8, .. written], lines);
    }

    [Fact]
    public void Add_LineThatNeverEnds_IsBrokenAtItsLimit()
    {
        var part = new string('x', 10_000);

        var lines = string.Concat(Enumerable.Range(0, 20).Select(_ => Add(part))) + End();

        var expected = new[] { NumberedLines.MaxLineBytes, NumberedLines.MaxLineBytes, NumberedLines.MaxLineBytes, 200_000 - (3 * NumberedLines.MaxLineBytes) };
        Assert.Equal(expected, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Length - "[worker 3] ".Length));
    }

    [Fact]
    public void Add_LineOfExactlyTheLimit_IsNotBroken()
    {
        var line = new string('x', NumberedLines.MaxLineBytes);

        var lines = Add(line + "\nnext\n");

        Assert.Equal($"[worker 3] {line}\n[worker 3] next\n", lines);
    }

    [Fact]
    public void End_WithPartOfALine_GivesItAnEnd()
    {
        Add("Unhandled exc");

        var last = End();

        Assert.Equal(("[worker 3] Unhandled exc\n", ""), (last, End()));
    }

    private string Add(string text) => Encoding.UTF8.GetString(_lines.Add(Encoding.UTF8.GetBytes(text)));

    private string End() => Encoding.UTF8.GetString(_lines.End());
}
