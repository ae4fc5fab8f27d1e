using System.Text;
using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

public sealed class KernelTextTests
{
    [Theory]
    [InlineData("0\n", 0L)]
    [InlineData("536870912\n", 536870912L)]
    [InlineData("9223372036854775807\n", long.MaxValue)]
    [InlineData("max\n", null)]
    [InlineData("-1\n", null)]
    [InlineData("+1\n", null)]
    [InlineData("9223372036854775808\n", null)]
    [InlineData("99999999999999999999999999\n", null)]
    [InlineData("12 34\n", null)]
    [InlineData("12.5\n", null)]
    [InlineData("\n", null)]
    [InlineData("", null)]
    public void Number_IsAWholeNumberOrUnknown(string text, long? expected) => Assert.Equal(expected, KernelText.Number(Bytes(text)));

    [Fact]
    public void Number_WhoseEndIsMissing_IsUnknown() => Assert.Null(KernelText.Number("5368"u8));

    [Theory]
    [InlineData("MemTotal:       24684092 kB\n", "MemTotal", 24684092L * 1024)]
    [InlineData("VmRSS:\t    1620 kB\n", "VmRSS", 1620L * 1024)]
    [InlineData("Threads:\t1\n", "Threads", 1L)]
    [InlineData("total_cache 1\ncache 2\n", "cache", 2L)]
    [InlineData("inactive_file 81920\n", "inactive_file", 81920L)]
    [InlineData("inactive_file_more 1\ninactive_file 2\n", "inactive_file", 2L)]
    [InlineData("inactive_file\n", "inactive_file", null)]
    [InlineData("inactive_file \n", "inactive_file", null)]
    [InlineData("inactive_file -5\n", "inactive_file", null)]
    [InlineData("inactive_file 819", "inactive_file", null)]
    [InlineData("MemTotal: 9223372036854775807 kB\n", "MemTotal", null)]
    [InlineData("MemTotal:  kB\n", "MemTotal", null)]
    public void Value_IsTheNumberBehindTheKeyOrUnknown(string text, string key, long? expected) =>
        Assert.Equal(expected, KernelText.Value(Bytes(text), Bytes(key)));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
