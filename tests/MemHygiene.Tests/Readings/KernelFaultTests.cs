using System.Text;
using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

/// <summary>Whatever the kernel's files say, however they change under the reader's hands: no exception, and no figure that cannot be.</summary>
public sealed class KernelFaultTests
{
    private const int Cases = 12_000;
    private const int Seed = 20261121;

    private static readonly string[] Words = ["max\n", "-1\n", "0\n", "18446744073709551615\n", "9223372036854775807\n", "9223372036854771712\n", "\n", ":::\n", "nan\n", "1e9\n", "0x10\n"];

    [Fact]
    public void AnyFault_OfAnyFile_GivesNoExceptionAndNoAbsurdFigure()
    {
        var random = new Random(Seed);
        for (var number = 0; number < Cases; number++)
        {
            var texts = number % 2 == 0 ? KernelSnapshot.Version1() : KernelSnapshot.Version2();
            var faulty = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => texts.Keys.ElementAt(random.Next(texts.Count))).Distinct().ToList();
            var faults = faulty.ToDictionary(path => path, path => Fault(random, texts[path]));

            try
            {
                AssertPlausible(Build(texts, faults), HostBytes(texts, faults));
            }
            catch (Exception failure)
            {
                Assert.Fail($"Case {number}, {string.Join(", ", faulty)}: {failure}");
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FileThatEndsAtAnyByte_GivesTheSameFiguresOrUnknown(bool version1)
    {
        var texts = version1 ? KernelSnapshot.Version1() : KernelSnapshot.Version2();
        var whole = Figures(Build(texts, []));
        foreach (var (path, text) in texts.Where(text => text.Key is not "/proc/self/mountinfo"))
        {
            for (var length = 0; length < text.Length; length++)
            {
                var figures = Figures(Build(texts, new() { [path] = [Encoding.UTF8.GetBytes(text[..length])] }));

                // Without its limit another group is told, and without a total the collector's host: other figures, but true ones.
                var isOfAnother = figures[..2].Except(whole).Any();
                Assert.All(figures.Zip(whole), pair => Assert.True(isOfAnother || pair.First.Value is null || Equals(pair.First, pair.Second), $"{path} to {length}: {pair}"));
            }
        }
    }

    // What the file reads as, one reading after the other, round and round. Null is a file that is missing or denied.
    private static byte[]?[] Fault(Random random, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        switch (random.Next(9))
        {
            case 0: return [null];
            case 1: return [[]];
            case 2: return [bytes[..random.Next(bytes.Length)]];
            case 3: return [Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)])];
            case 4: return [Junk(random)];
            case 5: return [OtherDigits(random, bytes)];
            case 6: return [bytes, OtherDigits(random, bytes)];
            case 7: return [bytes, null, OtherDigits(random, bytes), []];
            default: return random.Next(200) == 0 ? [Huge(random, bytes)] : [.. bytes.Select((_, at) => bytes[..at]).Take(5), bytes];
        }
    }

    private static byte[] Junk(Random random)
    {
        var junk = new byte[random.Next(300)];
        random.NextBytes(junk);
        return junk;
    }

    private static byte[] OtherDigits(Random random, byte[] bytes)
    {
        var other = bytes.ToArray();
        for (var at = 0; at < other.Length; at++)
        {
            if (char.IsAsciiDigit((char)other[at]) && random.Next(3) == 0)
            {
                other[at] = (byte)"0123456789-. k"[random.Next(14)];
            }
        }

        return other;
    }

    private static byte[] Huge(Random random, byte[] bytes)
    {
        var huge = new byte[5 << 20];
        huge.AsSpan().Fill((byte)"9 \na"[random.Next(4)]);
        (random.Next(2) == 0 ? bytes : []).CopyTo(huge, 0);
        return huge;
    }

    private static TestFiles Build(Dictionary<string, string> texts, Dictionary<string, byte[]?[]> faults)
    {
        var files = new TestFiles();
        foreach (var (path, text) in texts)
        {
            var contents = faults.GetValueOrDefault(path) ?? [Encoding.UTF8.GetBytes(text)];
            var turn = 0;
            files.Set(path, () => contents[turn++ % contents.Length]);
        }

        files.Folders["/proc/self/fd"] = ["0", "1", "x"];
        files.Links["/proc/self/fd/0"] = "anon_inode:inotify";
        files.Links["/proc/self/fd/1"] = "socket:[1]";
        return files;
    }

    // The most that the host could be taken to have; null if at some reading it cannot be known.
    private static long? HostBytes(Dictionary<string, string> texts, Dictionary<string, byte[]?[]> faults)
    {
        var totals = (faults.GetValueOrDefault("/proc/meminfo") ?? [Encoding.UTF8.GetBytes(texts["/proc/meminfo"])]).Select(text => HostMemory.TotalOf(text)).ToList();
        return totals.Contains(null) ? null : totals.Max();
    }

    private static void AssertPlausible(TestFiles files, long? hostBytes)
    {
        var sampler = new LinuxMemorySampler(files);
        for (var read = 0; read < 4; read++)
        {
            var sample = sampler.Read();
            Assert.True(sample.UsedShare is null or (>= 0 and <= 1), $"{sample}");
            AssertBytes(hostBytes, sample.UsedBytes, sample.LimitBytes);
        }

        var limits = MemoryLimits.Read(files);
        AssertBytes(hostBytes, limits.ContainerBytes, limits.HostBytes, limits.EffectiveBytes);
        Assert.True(limits is { HostCores: null or > 0 } && limits.ToString().Length > 0);

        var process = ProcessMemory.Read(files);
        AssertBytes(hostBytes, process.ResidentBytes, process.PrivateBytes, process.MappedFileBytes, process.NativeBytes);
        Assert.True(process.SwappedBytes is null or >= 0 && process.Threads is null or > 0 && process.OpenFiles is { Total: 2 });
        Assert.True(process.Parts.All(part => part.Bytes >= 0) && (process.ResidentBytes ?? 0) == process.Parts.Sum(part => part.Bytes));

        var figures = Figures(files);
        Assert.All(figures, figure => Assert.True(figure.Value is not (< 0 or double.NaN), $"{figure}"));
        Assert.All(figures.Where(figure => figure.Name.EndsWith("Bytes", StringComparison.Ordinal) && !figure.Name.Contains("Swap")), figure => AssertBytes(hostBytes, (long?)figure.Value));
        Assert.All(figures.Where(figure => figure.Name.Contains("Last")), figure => Assert.True(figure.Value is null or <= 1, $"{figure}"));
    }

    private static void AssertBytes(long? hostBytes, params ReadOnlySpan<long?> figures)
    {
        foreach (var bytes in figures)
        {
            if (bytes < 0 || bytes > hostBytes)
            {
                Assert.Fail($"{bytes} of {hostBytes}");
            }
        }
    }

    private static List<(string Name, double? Value)> Figures(TestFiles files)
    {
        var container = ContainerMemory.Read(files);
        var host = HostMemory.Read(files);
        return
        [
            ("TotalBytes", host.TotalBytes), ("LimitBytes", container?.LimitBytes), ("UsedBytes", container?.UsedBytes), ("WorkingSetBytes", container?.WorkingSetBytes), ("InactiveFileBytes", container?.InactiveFileBytes),
            ("KernelBytes", container?.KernelBytes), ("SharedMemoryBytes", container?.SharedMemoryBytes), ("SwapUsedBytes", container?.SwapUsedBytes), ("SwapLimitBytes", container?.SwapLimitBytes),
            ("OomKills", container?.OomKills), ("ThrottleEvents", container?.ThrottleEvents), ("LimitEvents", container?.LimitEvents),
            ("SomeLastTen", container?.Stalls?.Some?.LastTenSeconds), ("FullTotal", container?.Stalls?.Full?.Total.Ticks),
            ("AvailableBytes", host.AvailableBytes), ("FreeBytes", host.FreeBytes), ("SwapTotalBytes", host.SwapTotalBytes), ("SwapFreeBytes", host.SwapFreeBytes), ("HostOomKills", host.OomKills),
            ("HostLastMinute", host.Stalls?.Some?.LastMinute),
        ];
    }
}
