namespace MemHygiene.CodeFixes.Moving;

/// <summary>Where an expression is moved to, which decides what it may name there.</summary>
internal enum Destination
{
    /// <summary>A registration in the host of the same assembly: services come from the provider, private members are out of reach.</summary>
    Host,

    /// <summary>A registration in the host of another assembly: only public members are in reach.</summary>
    ForeignHost,

    /// <summary>A static initialiser of the same class: private statics are in reach, services are not.</summary>
    StaticField,

    /// <summary>A local before the endpoint in a program of top-level statements: what is declared above it stays in reach.</summary>
    LocalAbove,
}
