using MemHygiene.AspNetCore.Recycling;

namespace MemHygiene.AspNetCore.Tests.Recycling;

public sealed class OwnMemoryTests
{
    [Fact]
    public void OfThisProcess_IsWhatARunningProgramMayHave()
    {
        GC.Collect();

        Assert.InRange(OwnMemory.OfThisProcess.PrivateBytes()!.Value, 1 << 20, 1L << 40);
        Assert.InRange(OwnMemory.OfThisProcess.HeapBytes()!.Value, 1 << 10, 1L << 40);
    }
}
