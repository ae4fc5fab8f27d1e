namespace MemHygiene.JsonStores.Copying;

/// <summary>The ways of copying the objects of a type.</summary>
internal enum CopyShape
{
    /// <summary>A value: the whole, then its mutable fields.</summary>
    Value,

    /// <summary>An object without a constructor's run, then field by field.</summary>
    Fields,

    /// <summary>A one-dimensional array.</summary>
    Array,

    /// <summary>A <see cref="List{T}"/>.</summary>
    List,

    /// <summary>By a method for a framework's type.</summary>
    Method,

    /// <summary>A JSON node, which clones itself.</summary>
    Clone,

    /// <summary>An interface or an abstract class: by the run-time type.</summary>
    Dispatch,
}
