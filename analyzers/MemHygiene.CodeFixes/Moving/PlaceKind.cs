namespace MemHygiene.CodeFixes.Moving;

internal enum PlaceKind
{
    /// <summary>A factory that a host registers: services come from its provider, private members are out of reach.</summary>
    Factory,

    /// <summary>A value where the host registers services: its configuration and environment are there, other services not yet.</summary>
    BuilderValue,

    /// <summary>A static initialiser of the same class: private statics are in reach, services are not.</summary>
    StaticField,

    /// <summary>A local before the endpoint in a program of top-level statements: what is declared above it stays in reach.</summary>
    LocalAbove,
}
