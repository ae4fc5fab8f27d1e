using System.Globalization;
using MemHygiene.AspNetCore.Recycling;

namespace MemHygiene.RecyclingApp;

/// <summary>--workers 2 --max 200 --jitter 20 --lifetime 0 --grace 30 --keep-alive 5 --stream-grace 5 (seconds) --number 1 (0: output as it is).</summary>
internal static class AppArguments
{
    public static void Apply(string[] args, SupervisorOptions options)
    {
        options.Workers = Read(args, "--workers", 2);
        options.MaxRequests = Read(args, "--max", 1000);
        options.MaxRequestsJitter = Read(args, "--jitter", 50);
        options.MinWorkerLifetime = TimeSpan.FromSeconds(Read(args, "--lifetime", 0));
        options.GracefulTimeout = TimeSpan.FromSeconds(Read(args, "--grace", 30));
        options.KeepAliveTimeout = TimeSpan.FromSeconds(Read(args, "--keep-alive", 5));
        options.NumberOutput = Read(args, "--number", 1) != 0;
        options.StreamGrace = TimeSpan.FromSeconds(Read(args, "--stream-grace", 5));
    }

    public static int Read(string[] args, string name, int fallback) =>
        Text(args, name) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : fallback;

    public static string? Text(string[] args, string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }
}
