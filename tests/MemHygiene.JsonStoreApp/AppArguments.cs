using System.Globalization;

namespace MemHygiene.JsonStoreApp;

/// <summary>A verb's options, each a name and a value: <c>--kills 2000</c>.</summary>
internal static class AppArguments
{
    public static int Read(string[] args, string name, int fallback) =>
        Text(args, name) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : fallback;

    public static string? Text(string[] args, string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }

    /// <exception cref="ArgumentException">It is missing.</exception>
    public static string Required(string[] args, string name) => Text(args, name) ?? throw new ArgumentException($"{name} is missing.");
}
