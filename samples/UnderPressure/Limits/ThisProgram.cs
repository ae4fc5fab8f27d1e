namespace UnderPressure.Limits;

/// <summary>How to start this program once more: <c>dotnet run</c> starts the program's own executable, <c>dotnet UnderPressure.dll</c> the runtime with the assembly.</summary>
internal static class ThisProgram
{
    public static string[] CommandLine(params string[] arguments) =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, typeof(ThisProgram).Assembly.Location, .. arguments]
            : [Environment.ProcessPath!, .. arguments];
}
