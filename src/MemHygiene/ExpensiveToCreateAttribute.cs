namespace MemHygiene;

/// <summary>Marks a type that is meant to be created once and shared: a client, a connection, a parser with tables. Rule MH1003 then reports it where request code creates it.</summary>
/// <remarks>Read from source code only, by its name. It changes nothing at run time.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class ExpensiveToCreateAttribute : Attribute;
