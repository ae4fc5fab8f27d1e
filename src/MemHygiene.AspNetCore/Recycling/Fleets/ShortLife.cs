namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>
/// Settings of the runtime for a worker that is replaced after seconds. By default the runtime first compiles hot methods with instruments in them and then
/// once more; a worker that leaves a few seconds later has paid for both. These leave the instruments out, and start compiling hot methods later.
/// Whoever sets one of them decides for all.
/// </summary>
internal static class ShortLife
{
    /// <summary>Workers that live longer than this run as they would alone.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // The runtime reads numbers as hexadecimal: 4.1 s without new methods until hot ones are compiled again.
    private static readonly (string Name, string Value)[] Settings = [("DOTNET_TieredPGO", "0"), ("DOTNET_TC_CallCountingDelayMs", "1000")];

    /// <returns>Whether the settings were made: not if one of them was there already.</returns>
    public static bool TryTune(IDictionary<string, string?> environment)
    {
        if (Settings.Any(setting => environment.ContainsKey(setting.Name)))
        {
            return false;
        }

        foreach (var (name, value) in Settings)
        {
            environment[name] = value;
        }

        return true;
    }

    /// <summary>Hides the settings, which the runtime has read, from processes that the app starts.</summary>
    public static void Hide() => Array.ForEach(Settings, setting => Environment.SetEnvironmentVariable(setting.Name, null));
}
