using System.Globalization;
using MemHygiene.AspNetCore.Recycling.Fleets;

namespace MemHygiene.AspNetCore.Recycling.Processes;

/// <summary>What tells a process that it is a worker: its number, the descriptor of its control channel and whether it was tuned for a short life, in one environment variable.</summary>
internal readonly record struct WorkerIdentity(int Number, int Descriptor, bool IsTuned = false)
{
    public const string Variable = "MEMHYGIENE_WORKER";

    /// <summary>Reads the role and removes it, so that processes which the app starts do not take it for theirs.</summary>
    /// <exception cref="InvalidOperationException">The variable is set, but not by a supervisor.</exception>
    public static WorkerIdentity? Take()
    {
        var value = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        Environment.SetEnvironmentVariable(Variable, null);
        if (!TryParse(value, out var identity))
        {
            throw new InvalidOperationException($"The environment variable {Variable} is '{value}'. It is set by the supervisor only; remove it.");
        }

        if (identity.IsTuned)
        {
            ShortLife.Hide();
        }

        return identity;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}:{Descriptor}:{(IsTuned ? 1 : 0)}");

    private static bool TryParse(string value, out WorkerIdentity identity)
    {
        var parts = value.Split(':');
        identity = default;
        if (parts.Length != 3
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor)
            || parts[2] is not ("0" or "1"))
        {
            return false;
        }

        identity = new WorkerIdentity(number, descriptor, parts[2] == "1");
        return true;
    }
}
