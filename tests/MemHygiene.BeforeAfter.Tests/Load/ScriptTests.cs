using BeforeAfter.Load;

namespace MemHygiene.BeforeAfter.Tests.Load;

public sealed class ScriptTests
{
    [Fact]
    public void For_SameRoundAndUser_IsTheSameScript()
    {
        var first = Script.For(round: 2, user: 7, count: 100);

        var second = Script.For(round: 2, user: 7, count: 100);

        Assert.Equal(first, second);
    }

    [Fact]
    public void For_ManyUsers_IsReadMostly()
    {
        var requests = Enumerable.Range(0, 100).SelectMany(user => Script.For(round: 1, user, count: 100)).ToList();

        var chats = requests.Count(request => request.Kind == RequestKind.Chat) / (double)requests.Count;

        Assert.InRange(chats, 0.18, 0.22);
        Assert.Equal(Enum.GetValues<RequestKind>(), requests.Select(request => request.Kind).Distinct().Order());
    }

    [Theory]
    [InlineData(10, 4)]
    [InlineData(3, 5)]
    [InlineData(480, 32)]
    public void CountFor_AllUsers_AddsUpToTheRoundsRequests(int requests, int users)
    {
        var counts = Enumerable.Range(0, users).Select(user => Script.CountFor(user, users, requests)).ToList();

        Assert.Equal(requests, counts.Sum());
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }
}
