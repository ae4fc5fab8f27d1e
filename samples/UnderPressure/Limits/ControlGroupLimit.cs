using System.Diagnostics;
using System.Globalization;

namespace UnderPressure.Limits;

/// <summary>A real control group of the kernel's: beyond its limit, the OOM killer.</summary>
internal sealed class ControlGroupLimit : IMemoryLimit
{
    private readonly string _folder;

    private ControlGroupLimit(string folder) => _folder = folder;

    public string Name => "control group";

    /// <summary>Makes a group of version 1 or 2; null where this machine does not let us.</summary>
    public static ControlGroupLimit? TryCreate(long bytes)
    {
        var text = bytes.ToString(CultureInfo.InvariantCulture);
        return TryCreate("/sys/fs/cgroup/memory", "memory.limit_in_bytes", text) ?? TryCreate("/sys/fs/cgroup", "memory.max", text);
    }

    public ProcessStartInfo Start(string verb) =>
        new("/bin/sh", ["-c", $"echo $$ > '{_folder}/cgroup.procs' && exec \"$@\"", "sh", .. ThisProgram.CommandLine(verb)]);

    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder);
        }
        catch (IOException)
        {
            // A process in it has not quite ended; an empty group costs nothing.
        }
    }

    private static ControlGroupLimit? TryCreate(string parent, string file, string bytes)
    {
        var folder = Path.Combine(parent, $"memhygiene-{Environment.ProcessId}-{Guid.NewGuid():N}");
        try
        {
            if (!Directory.Exists(parent))
            {
                return null;
            }

            Directory.CreateDirectory(folder);
            var limit = Path.Combine(folder, file);
            if (File.Exists(limit))
            {
                File.WriteAllText(limit, bytes);
                return new ControlGroupLimit(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not ours to make.
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder);
        }

        return null;
    }
}
