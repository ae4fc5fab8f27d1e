using System.Runtime.CompilerServices;
using MemHygiene.JsonStores;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.Tests.JsonStores;

/// <summary>
/// The victim of the crash test. This assembly is a program; started with the variable set it does not run tests but saves one number
/// after the other and acknowledges each on standard output, until it is killed.
/// </summary>
internal static class SaveLoop
{
    public const string Variable = "MEMHYGIENE_TESTS_SAVE_LOOP";

    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } path)
        {
            Run(path);
        }
    }

    private static void Run(string path)
    {
        var options = new JsonStoreOptions { DefaultDocument = () => Numbered.Of(0) };
        var store = new JsonStore<Numbered>(path, DocumentContext.Default.Numbered, options, TimeProvider.System, NullLogger.Instance);
        for (var number = store.Read().Number + 1; ; number++)
        {
            store.Save(Numbered.Of(number));
            Console.Out.WriteLine(number);
        }
    }
}
