using Microsoft.Extensions.Logging;

namespace MemHygiene.Pressure;

/// <summary>Events 700 to 799.</summary>
internal static partial class PressureLog
{
    [LoggerMessage(700, LogLevel.Information, "Memory is {Level} again: {UsedShare:P0} of the limit is in use")]
    public static partial void LevelFell(ILogger logger, MemoryLevel level, double? usedShare);

    [LoggerMessage(701, LogLevel.Warning, "Memory is {Level}: {UsedShare:P0} of the limit is in use")]
    public static partial void LevelRose(ILogger logger, MemoryLevel level, double? usedShare);

    [LoggerMessage(702, LogLevel.Warning, "The memory consumer {Consumer} is in trouble; the others go on. {Trouble}")]
    public static partial void ConsumerInTrouble(ILogger logger, Exception? exception, string consumer, string trouble);

    [LoggerMessage(703, LogLevel.Information, "The memory consumer {Consumer} has returned")]
    public static partial void ConsumerReturned(ILogger logger, string consumer);

    [LoggerMessage(704, LogLevel.Debug, "Trimmed at {Level}: consumers gave back {ReleasedBytes} bytes by their own account")]
    public static partial void Trimmed(ILogger logger, MemoryLevel level, long releasedBytes);

    [LoggerMessage(705, LogLevel.Information, "Collected garbage at {Level} in {ElapsedMilliseconds:F0} ms: {UsedBefore:P0} of the limit in use before, {UsedAfter:P0} after")]
    public static partial void Collected(ILogger logger, MemoryLevel level, double elapsedMilliseconds, double? usedBefore, double? usedAfter);

    [LoggerMessage(706, LogLevel.Warning, "{Message} {Advice}")]
    public static partial void AlertRaised(ILogger logger, string message, string advice);

    [LoggerMessage(707, LogLevel.Information, "Over: {Message}")]
    public static partial void AlertOver(ILogger logger, string message);

    [LoggerMessage(708, LogLevel.Error, "A look at the memory failed; the next one is taken as usual")]
    public static partial void LookFailed(ILogger logger, Exception exception);

    [LoggerMessage(709, LogLevel.Error, "A callback for a change of the memory level failed")]
    public static partial void CallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(712, LogLevel.Error, "Responding to the memory level failed; the next round comes as usual")]
    public static partial void ResponseFailed(ILogger logger, Exception exception);

    [LoggerMessage(711, LogLevel.Debug, "Consumers hold {HeldBytes} bytes, more than the budget of {BudgetBytes}: they are trimmed")]
    public static partial void OverBudget(ILogger logger, long heldBytes, long budgetBytes);

    [LoggerMessage(710, LogLevel.Error, "A callback for a change of the memory level did not return in {Timeout}; it is left behind")]
    public static partial void CallbackHangs(ILogger logger, TimeSpan timeout);
}
