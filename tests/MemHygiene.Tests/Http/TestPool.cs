using MemHygiene.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.Tests.Http;

internal static class TestPool
{
    /// <summary>Just after the idle timeout of two minutes: the pool's timer is a millisecond late on purpose.</summary>
    public static TimeSpan IdleTimeout { get; } = TimeSpan.FromMinutes(2) + TimeSpan.FromMilliseconds(1);

    public static HandlerPool Create(TimeProvider? time = null, Action<HandlerPoolOptions>? configure = null, ILogger<HandlerPool>? logger = null)
    {
        var options = new HandlerPoolOptions();
        configure?.Invoke(options);
        return new HandlerPool(options, time ?? TimeProvider.System, logger ?? NullLogger<HandlerPool>.Instance);
    }

    public static HandlerKey Key(string name) => new() { Name = name };
}
