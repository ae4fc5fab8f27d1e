using MemHygiene.Models;

namespace MemHygiene.RecyclingApp;

/// <summary>--model file --hold map or copy: what a worker keeps of a model for as long as it lives.</summary>
internal static class HeldModel
{
    private static object? _held;

    public static void Load(string[] args)
    {
        if (AppArguments.Text(args, "--model") is not { } path)
        {
            return;
        }

        if (AppArguments.Text(args, "--hold") == "copy")
        {
            _held = File.ReadAllBytes(path);
            return;
        }

        var file = ModelFile.Map(path);
        file.Populate();
        _held = file;
    }
}
