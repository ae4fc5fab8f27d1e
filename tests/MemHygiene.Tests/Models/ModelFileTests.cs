using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MemHygiene.Models;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.Models;

public sealed class ModelFileTests : IDisposable
{
    private const long TwoAndAHalfGigabytes = 5L << 29;

    private readonly string _folder = Directory.CreateTempSubdirectory("model-file-").FullName;

    private string FilePath => Path.Combine(_folder, "model.bin");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Map_OfAFile_HasItsBytes()
    {
        using var file = Map([1, 2, 3, 4, 5]);

        Assert.Equal((FilePath, 5), (file.Path, file.Length));
        Assert.Equal([1, 2, 3, 4, 5], file.AsSpan().ToArray());
        Assert.Equal([1, 2, 3, 4, 5], file.AsMemory().Span.ToArray());
        Assert.Equal([3, 4], file.AsMemory(2, 2).Span.ToArray());
        Assert.Equal(2, Marshal.ReadByte(file.Pointer, 1));
    }

    [Fact]
    public void Map_OfNoFile_NamesIt()
    {
        var exception = Assert.Throws<FileNotFoundException>(() => ModelFile.Map(FilePath));

        Assert.Contains(FilePath, exception.Message);
    }

    [Fact]
    public void Map_OfAnEmptyFile_SaysSo()
    {
        File.WriteAllBytes(FilePath, []);

        var exception = Assert.Throws<InvalidDataException>(() => ModelFile.Map(FilePath));

        Assert.Equal($"The model file '{FilePath}' is empty. If it is written in place, write another one and rename it.", exception.Message);
    }

    [Fact]
    public void Map_OfAFolder_SaysSo()
    {
        var exception = Assert.Throws<IOException>(() => ModelFile.Map(_folder));

        Assert.Equal($"'{_folder}' is a folder: a model that is mapped is one file.", exception.Message);
    }

    [Fact]
    public void Map_OfNoName_IsTheCallersMistake()
    {
        Assert.Throws<ArgumentException>(() => ModelFile.Map(""));
        Assert.Throws<ArgumentNullException>(() => ModelFile.Map(null!));
    }

    [Fact]
    public void Slice_OfValues_ReadsThemAsTheyLie()
    {
        using var file = Map([9, .. MemoryMarshal.AsBytes<float>([1.5f, 2.5f, -3f]), 9]);

        Assert.Equal([2.5f, -3f], file.Slice<float>(5, 2).ToArray());
        Assert.True(file.Slice<float>(14, 0).IsEmpty);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 3)]
    [InlineData(8, 1)]
    [InlineData(11, 0)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(0, int.MaxValue)]
    public void Slice_NotInsideTheFile_IsTheCallersMistake(long offset, int count)
    {
        using var file = Map(new byte[10]);

        Assert.Throws<ArgumentOutOfRangeException>(() => file.Slice<int>(offset, count).Length);
    }

    [Fact]
    public void Read_OfAPart_CopiesIt()
    {
        using var file = Map([1, 2, 3, 4, 5]);
        var copy = new byte[3];

        file.Read(2, copy);

        Assert.Equal([3, 4, 5], copy);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read(3, copy));
    }

    [Fact]
    public void LargeFile_IsReadInParts()
    {
        using (var handle = File.OpenHandle(FilePath, FileMode.Create, FileAccess.Write))
        {
            // All but the last page is a hole that takes no room on the disk.
            RandomAccess.Write(handle, [7], TwoAndAHalfGigabytes);
        }

        using var file = ModelFile.Map(FilePath);
        var copy = new byte[1];
        file.Read(TwoAndAHalfGigabytes, copy);
        using var stream = file.OpenStream();
        stream.Position = TwoAndAHalfGigabytes;

        Assert.Equal(TwoAndAHalfGigabytes + 1, file.Length);
        Assert.Equal([7], file.Slice<byte>(TwoAndAHalfGigabytes, 1).ToArray());
        Assert.Equal([7], file.AsMemory(TwoAndAHalfGigabytes, 1).Span.ToArray());
        Assert.Equal((7, 7), (copy[0], stream.ReadByte()));
        Assert.Throws<InvalidOperationException>(() => file.AsSpan().Length);
        Assert.Throws<InvalidOperationException>(() => file.AsMemory());
    }

    [Fact]
    public void Members_AfterDispose_Throw()
    {
        var file = Map([1, 2, 3]);
        var memory = file.AsMemory();
        var stream = file.OpenStream();

        file.Dispose();
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => file.AsSpan().Length);
        Assert.Throws<ObjectDisposedException>(() => file.Slice<byte>(0, 1).Length);
        Assert.Throws<ObjectDisposedException>(() => file.AsMemory());
        Assert.Throws<ObjectDisposedException>(() => file.Read(0, new byte[1]));
        Assert.Throws<ObjectDisposedException>(() => file.Pointer);
        Assert.Throws<ObjectDisposedException>(() => file.OpenStream());
        Assert.Throws<ObjectDisposedException>(() => file.Populate(TestContext.Current.CancellationToken));
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => memory.Pin());
        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
    }

    [Fact]
    public unsafe void Dispose_WhilePinned_UnmapsAfterTheLastPin()
    {
        var file = Map([1, 2, 3]);
        var pin = file.AsMemory()[1..].Pin();

        file.Dispose();
        var pinned = *(byte*)pin.Pointer;
        var mappedBefore = Mapping.OfThisProcess(FilePath).Count;
        pin.Dispose();

        Assert.Equal(2, pinned);
        Assert.Equal(OperatingSystem.IsLinux() ? (1, 0) : (0, 0), (mappedBefore, Mapping.OfThisProcess(FilePath).Count));
    }

    [Fact]
    public void Rename_OverAMappedFile_KeepsTheOldBytesUntilItIsMappedAgain()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not replace a file that is mapped.");
        using var old = Map([1, 1, 1]);
        File.WriteAllBytes(FilePath + ".new", [2, 2]);

        File.Move(FilePath + ".new", FilePath, overwrite: true);
        using var now = ModelFile.Map(FilePath);

        Assert.Equal([1, 1, 1], old.AsSpan().ToArray());
        Assert.Equal([2, 2], now.AsSpan().ToArray());
    }

    [Fact]
    public void Populate_TouchesEveryPageAndTakesNoMemoryOfItsOwn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says what is resident of a mapping.");
        using var file = Map(new byte[1_000_000]);

        var before = Mapping.OfThisProcess(FilePath).Single();
        file.Populate(TestContext.Current.CancellationToken);
        var after = Mapping.OfThisProcess(FilePath).Single();

        Assert.Equal(0, before.ResidentBytes);
        Assert.Equal((999_999 / Environment.SystemPageSize + 1) * Environment.SystemPageSize, after.ResidentBytes);
        Assert.Equal(0, after.AnonymousBytes);
    }

    [Fact]
    public void Populate_OfACancelledToken_EndsEarly()
    {
        using var file = Map(new byte[10]);

        Assert.Throws<OperationCanceledException>(() => file.Populate(new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Map_HoldsNoFileOpen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists what is open.");
        using var file = Map([1, 2, 3]);

        var open = Directory.EnumerateFiles("/proc/self/fd").Select(descriptor => new FileInfo(descriptor).LinkTarget);

        Assert.DoesNotContain(FilePath, open);

        // Nor locked: a lock would stay with the mapping.
        using var alone = File.Open(FilePath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void ForgottenFile_IsNotUnmappedUnderASpan()
    {
        File.WriteAllBytes(FilePath, [1, 2, 3]);
        var span = MapAndForget(FilePath);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal([1, 2, 3], span.ToArray());
    }

    [Fact]
    public void Model_OfAMappedFile_StaysMappedUntilItsLastLease()
    {
        File.WriteAllBytes(FilePath, [1, 2, 3]);
        using var services = new ServiceCollection().AddMemHygiene().AddModel(_ => ModelFile.Map(FilePath)).Services.BuildServiceProvider();
        var models = services.GetRequiredService<ModelCache<ModelFile>>();
        var lease = models.Lease(TestContext.Current.CancellationToken);
        var file = lease.Value;

        models.Unload();
        var whileLeased = file.AsSpan()[2];
        lease.Dispose();

        Assert.Equal(3, whileLeased);
        Assert.Throws<ObjectDisposedException>(() => file.AsSpan().Length);
    }

    [Fact]
    public async Task Read_WhileAnotherThreadDisposes_CopiesOrThrows()
    {
        File.WriteAllBytes(FilePath, Enumerable.Repeat((byte)1, 100_000).ToArray());
        for (var round = 0; round < 200; round++)
        {
            var file = ModelFile.Map(FilePath);
            using var barrier = new Barrier(2);
            var reader = Task.Run(() =>
            {
                var copy = new byte[100_000];
                barrier.SignalAndWait(TestContext.Current.CancellationToken);
                try
                {
                    file.Read(0, copy);
                    return copy.All(value => value == 1);
                }
                catch (ObjectDisposedException)
                {
                    return true;
                }
            });
            barrier.SignalAndWait(TestContext.Current.CancellationToken);
            file.Dispose();

            Assert.True(await reader);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<byte> MapAndForget(string path) => ModelFile.Map(path).AsSpan();

    private ModelFile Map(byte[] content)
    {
        File.WriteAllBytes(FilePath, content);
        return ModelFile.Map(FilePath);
    }
}
