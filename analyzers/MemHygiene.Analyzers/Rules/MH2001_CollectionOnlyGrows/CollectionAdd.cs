using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH2001_CollectionOnlyGrows;

/// <summary>One operation that puts something into a collection.</summary>
/// <param name="Collection">The expression that names the collection.</param>
/// <param name="Key">What tells whether the same thing is put in again: a key, or an element of a set. Null for a list, which grows with every call.</param>
/// <param name="Item">What a list gets.</param>
internal readonly record struct CollectionAdd(IOperation Collection, IOperation? Key, IOperation? Item)
{
    private static readonly HashSet<string> Keyed = new(StringComparer.Ordinal)
    {
        "Dictionary", "ConcurrentDictionary", "SortedDictionary", "SortedList", "OrderedDictionary", "IDictionary", "HashSet", "SortedSet", "ISet", "Hashtable",
    };

    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal)
    {
        "List", "LinkedList", "Queue", "Stack", "ConcurrentBag", "ConcurrentQueue", "ConcurrentStack", "Collection", "ObservableCollection", "IList", "ICollection", "ArrayList",
    };

    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal)
    {
        "Add", "TryAdd", "GetOrAdd", "AddOrUpdate", "Enqueue", "Push", "AddFirst", "AddLast", "AddRange", "Insert", "InsertRange", "PushRange",
    };

    public static CollectionAdd? Find(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: { } collection, TargetMethod: var method, Arguments: { Length: > 0 } arguments } when Methods.Contains(method.Name) => Of(collection, arguments),
        IAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection, Arguments: { Length: 1 } arguments } } when IsKeyed(collection.Type) =>
            new CollectionAdd(collection, arguments[0].Value, null),
        _ => null,
    };

    /// <summary>The name stands before a method that adds, or before an index that is assigned to.</summary>
    public static bool MayBe(SimpleNameSyntax name)
    {
        ExpressionSyntax collection = name.Parent is MemberAccessExpressionSyntax qualified && qualified.Name == name ? qualified : name;
        return collection.Parent switch
        {
            MemberAccessExpressionSyntax access => Methods.Contains(access.Name.Identifier.ValueText),
            ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax or ParenthesizedExpressionSyntax => true,
            ElementAccessExpressionSyntax element => element.Parent is AssignmentExpressionSyntax assignment && assignment.Left == element,
            _ => false,
        };
    }

    public static bool IsCollection(ITypeSymbol? type) => IsKeyed(type) || IsOne(type, Lists);

    private static CollectionAdd? Of(IOperation collection, ImmutableArray<IArgumentOperation> arguments) =>
        IsKeyed(collection.Type) ? new CollectionAdd(collection, arguments[0].Value, null)
        : IsOne(collection.Type, Lists) ? new CollectionAdd(collection, null, arguments[arguments.Length - 1].Value)
        : null;

    private static bool IsKeyed(ITypeSymbol? type) => IsOne(type, Keyed);

    private static bool IsOne(ITypeSymbol? type, HashSet<string> names) => type is not null
        && names.Contains(type.Name)
        && type.ContainingNamespace is { Name: "Generic" or "Concurrent" or "Collections" or "ObjectModel" } space
        && (space.Is("System.Collections.Generic") || space.Is("System.Collections.Concurrent") || space.Is("System.Collections") || space.Is("System.Collections.ObjectModel"));
}
