using Microsoft.CodeAnalysis;

namespace MemHygiene.DeepCopy;

/// <summary>A field as the runtime knows it: also behind properties, events and captured parameters.</summary>
/// <param name="Name">In metadata, for example <c>&lt;Name&gt;k__BackingField</c>.</param>
/// <param name="Member">What the user wrote: the field's, property's, event's or parameter's name.</param>
/// <param name="Type">As the constructed type has it.</param>
/// <param name="Definition">As the type's definition has it, where type parameters are still open.</param>
/// <param name="Owner">Carries the member's attributes.</param>
internal sealed record InstanceField(string Name, string Member, ITypeSymbol Type, ITypeSymbol Definition, ISymbol Owner)
{
    public bool IsReadOnly => Symbol is { IsReadOnly: true };

    /// <summary>The field, unless it is an event's: those the compiler keeps to itself.</summary>
    public IFieldSymbol? Symbol { get; init; }
}
