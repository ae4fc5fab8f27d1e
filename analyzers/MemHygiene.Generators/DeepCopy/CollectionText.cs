using Microsoft.CodeAnalysis;

namespace MemHygiene.DeepCopy;

/// <summary>Puts types and copying into the statements of a <see cref="CollectionShape"/>.</summary>
internal static class CollectionText
{
    private static readonly string[] Namespaces = ["System.Collections.Generic.", "System.Collections.ObjectModel.", "System.Collections.Immutable."];

    public static INamedTypeSymbol? Find(string name, Compilation compilation) =>
        Namespaces.Select(space => compilation.GetTypeByMetadataName(space + name)).FirstOrDefault(type => type is not null);

    /// <param name="statements">With <c>{0}</c>, <c>{1}</c>, <c>{C0}</c> and <c>{C1}</c>.</param>
    /// <param name="collection">The known collection, with its type arguments.</param>
    /// <param name="copy">Asked for the copying of elements.</param>
    /// <param name="place">For the message about an obstacle.</param>
    public static string Filled(string statements, INamedTypeSymbol collection, DocumentCopy copy, string place)
    {
        var arguments = collection.TypeArguments;
        var isPair = arguments.Length == 2;
        for (var index = 0; index < arguments.Length; index++)
        {
            statements = statements.Replace($"{{{index}}}", DocumentCopy.Name(arguments[index]));
            var marker = $"{{C{index}}}";
            if (statements.Contains(marker))
            {
                statements = statements.Replace(marker, copy.Copied(arguments[index], isPair ? index == 0 ? "item.Key" : "item.Value" : "item", place));
            }
        }

        return statements;
    }
}
