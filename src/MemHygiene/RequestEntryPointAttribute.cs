namespace MemHygiene;

/// <summary>Marks a method that runs for each request or message although nothing in the code shows who calls it: a dispatcher that looks methods up, another process. The analyzers take it for an entry point.</summary>
/// <remarks>Read from source code only, by its name. It changes nothing at run time.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class RequestEntryPointAttribute : Attribute;
