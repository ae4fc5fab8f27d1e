using System.Globalization;
using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

/// <summary>A real control group below the one that the tests run in, removed at the end.</summary>
internal sealed class RealGroup : IDisposable
{
    private RealGroup(string folder, ControlGroupVersion version)
    {
        Folder = folder;
        LimitFile = Path.Combine(folder, version.Limit);
    }

    public string Folder { get; }

    public string LimitFile { get; }

    /// <summary>Changes the limit in place.</summary>
    public long Limit
    {
        set => File.WriteAllText(LimitFile, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Skips the test where no group can be made.</summary>
    public static RealGroup Create()
    {
        const string needed = "Needs Linux, the right to make control groups (root), and a memory controller that is handed down to groups below the tests' own.";
        Assert.SkipUnless(OperatingSystem.IsLinux(), needed);
        var own = ControlGroups.Find(KernelFiles.System).FirstOrDefault();
        Assert.SkipWhen(own is null, needed);
        var folder = $"{own.Folder}/memhygiene-tests-{Environment.ProcessId}-{Guid.NewGuid():N}";
        try
        {
            return Make(folder, own.Version);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"{needed} {refused.Message}");
            throw;
        }
    }

    public RealGroup CreateBelow(string name) => Make($"{Folder}/{name}", Path.GetFileName(LimitFile) == ControlGroupVersion.One.Limit ? ControlGroupVersion.One : ControlGroupVersion.Two);

    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder);
        }
    }

    private static RealGroup Make(string folder, ControlGroupVersion version)
    {
        Directory.CreateDirectory(folder);
        var group = new RealGroup(folder, version);
        if (File.Exists(group.LimitFile))
        {
            return group;
        }

        group.Dispose();
        throw new IOException("The groups below it have no memory controller.");
    }
}
