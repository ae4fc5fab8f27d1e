using MemHygiene.AspNetCore.Recycling;

namespace MemHygiene.AspNetCore.Tests.Recycling;

public sealed class WorkerDrainTests
{
    [Fact]
    public void Token_WithoutASupervisor_IsNeverCancelled() => Assert.False(WorkerDrain.Token.CanBeCanceled);
}
