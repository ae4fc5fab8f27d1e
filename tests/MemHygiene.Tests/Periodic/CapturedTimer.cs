namespace MemHygiene.Tests.Periodic;

/// <summary>A clock whose one timer fires when the test says so: twice in a row, as a timer may that is changed while it fires.</summary>
internal sealed class CapturedTimer : TimeProvider, ITimer
{
    private Action _fire = () => { };

    public void Fire() => _fire();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _fire = () => callback(state);
        return this;
    }

    public bool Change(TimeSpan dueTime, TimeSpan period) => true;

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
