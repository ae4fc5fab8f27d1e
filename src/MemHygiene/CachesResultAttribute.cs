namespace MemHygiene;

/// <summary>Marks a method that keeps what it makes, or what a delegate passed to it makes, where the next request finds it. The analyzers follow no request through it.</summary>
/// <remarks>Read from source code only, by its name. It changes nothing at run time.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, Inherited = false)]
public sealed class CachesResultAttribute : Attribute;
