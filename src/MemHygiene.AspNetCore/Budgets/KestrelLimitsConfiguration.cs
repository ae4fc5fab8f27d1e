using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace MemHygiene.AspNetCore.Budgets;

/// <summary>Reads, without reflection, those limits from the configuration that the plan would set.</summary>
internal static class KestrelLimitsConfiguration
{
    private const string Section = "Kestrel:Limits";

    public static void Apply(KestrelServerLimits limits, IConfiguration configuration)
    {
        Read(nameof(limits.MaxConcurrentConnections), Whole, value => limits.MaxConcurrentConnections = value);
        Read(nameof(limits.MaxConcurrentUpgradedConnections), Whole, value => limits.MaxConcurrentUpgradedConnections = value);
        Read(nameof(limits.MaxRequestBufferSize), Whole, value => limits.MaxRequestBufferSize = value);
        Read(nameof(limits.MaxResponseBufferSize), Whole, value => limits.MaxResponseBufferSize = value);
        Read(nameof(limits.MaxRequestBodySize), Whole, value => limits.MaxRequestBodySize = value);
        Read($"{nameof(limits.Http2)}:{nameof(limits.Http2.MaxStreamsPerConnection)}", Whole, value => limits.Http2.MaxStreamsPerConnection = checked((int)value));
        Read(nameof(limits.KeepAliveTimeout), Time, value => limits.KeepAliveTimeout = value);

        void Read<T>(string key, Func<string, T?> parse, Action<T> set)
            where T : struct
        {
            var path = $"{Section}:{key}";
            if (configuration[path] is not { Length: > 0 } text)
            {
                return;
            }

            try
            {
                set(parse(text) ?? throw new FormatException($"It must be {(typeof(T) == typeof(TimeSpan) ? "a time such as 00:00:05" : "a whole number")}."));
            }
            catch (Exception cause) when (cause is FormatException or OverflowException or ArgumentOutOfRangeException)
            {
                throw new InvalidOperationException($"The configuration {path} is '{text}', which Kestrel cannot take. {cause.Message}", cause);
            }
        }
    }

    private static long? Whole(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static TimeSpan? Time(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}
