using MemHygiene.Growth;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH2003_QueueWithoutBound;

/// <summary>
/// Follows a queue from where it is kept (a field, a property, a local of the program, a registered service) to the calls that put into it. The
/// half that writes may be kept under a second name.
/// </summary>
internal sealed class QueueUses
{
    private const int NamesFollowed = 8;

    private readonly HashSet<ISymbol> _names = new(SymbolEqualityComparer.Default);

    /// <summary>Calls that put something in, each with the member that it is in.</summary>
    public List<(IOperation Call, ISymbol Member)> Puts { get; } = [];

    public List<(IOperation Call, ISymbol Member)> Takes { get; } = [];

    /// <summary>Some code asks how full it is: the bound may be its own.</summary>
    public bool IsCounted { get; private set; }

    /// <summary>The uses of a queue, or null where nothing keeps it beyond the code that makes it.</summary>
    public static QueueUses? Of(IOperation creation, INamedTypeSymbol queue, Compilation compilation, CancellationToken cancellation)
    {
        var uses = new QueueUses();
        if (ServiceOf(creation))
        {
            uses.ReadService(queue, compilation, cancellation);
            return uses;
        }

        var kept = NameOf(creation);
        if (kept is null)
        {
            return null;
        }

        uses.Follow(kept, compilation, cancellation);
        return uses;
    }

    private void Follow(ISymbol name, Compilation compilation, CancellationToken cancellation)
    {
        if (_names.Count == NamesFollowed || !_names.Add(name))
        {
            return;
        }

        foreach (var mention in Mentions.Of(name, compilation, cancellation))
        {
            if (mention.Operation is { } operation && mention.Member is { } member)
            {
                Read(operation, member, compilation, cancellation);
            }
        }
    }

    private void Read(IOperation queue, ISymbol member, Compilation compilation, CancellationToken cancellation)
    {
        var value = queue;
        while (value.Parent is IConversionOperation or IParenthesizedOperation || value.Parent is IPropertyReferenceOperation { Property: var half } && UnboundedQueues.IsWriter(half))
        {
            value = value.Parent;
        }

        if (CallOn(value) is { } call)
        {
            Add(call, member);
        }
        else if (value.Parent is IPropertyReferenceOperation { Property.Name: "Count" or "InputCount" }
            || value.Parent is IPropertyReferenceOperation { Property.Name: "Reader", Parent: IPropertyReferenceOperation { Property.Name: "Count" } })
        {
            IsCounted = true;
        }
        else if (NameOf(value) is { } other)
        {
            Follow(other, compilation, cancellation);
        }
        else if (member is IMethodSymbol { AssociatedSymbol: IPropertySymbol property } && value.Parent is IReturnOperation)
        {
            Follow(property, compilation, cancellation);
        }
    }

    // Anybody can have a registered queue injected: what writes to one with the same elements writes to it.
    private void ReadService(INamedTypeSymbol queue, Compilation compilation, CancellationToken cancellation)
    {
        foreach (var name in UnboundedQueues.PutNames)
        {
            foreach (var mention in Mentions.Named(name, compilation, cancellation))
            {
                if (mention.Operation is IInvocationOperation { TargetMethod: var method } call
                    && mention.Member is { } member
                    && UnboundedQueues.Puts(method)
                    && SharedState.Receiver(call)?.Type is INamedTypeSymbol { TypeArguments: { Length: > 0 } elements }
                    && queue.TypeArguments.Length > 0
                    && SymbolEqualityComparer.Default.Equals(elements[0], queue.TypeArguments[0]))
                {
                    Puts.Add((call, member));
                }
            }
        }
    }

    private void Add(IInvocationOperation call, ISymbol member)
    {
        if (UnboundedQueues.Puts(call.TargetMethod))
        {
            Puts.Add((call, member));
        }
        else if (UnboundedQueues.Takes(call.TargetMethod))
        {
            Takes.Add((call, member));
        }
    }

    private static IInvocationOperation? CallOn(IOperation value) => value.Parent switch
    {
        IInvocationOperation call when call.Instance == value => call,
        IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } call } => call,
        _ => null,
    };

    /// <summary>The field, property or local that a value is put into.</summary>
    private static ISymbol? NameOf(IOperation value)
    {
        var current = value;
        while (current.Parent is IConversionOperation or IParenthesizedOperation or ICoalesceOperation)
        {
            current = current.Parent;
        }

        return current.Parent switch
        {
            IFieldInitializerOperation { InitializedFields: { Length: > 0 } fields } => fields[0],
            IPropertyInitializerOperation { InitializedProperties: { Length: > 0 } properties } => properties[0],
            IAssignmentOperation { Target: IFieldReferenceOperation { Field: var field } } assignment when assignment.Value == current => field,
            IAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } assignment when assignment.Value == current => property,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => local,
            _ => null,
        };
    }

    /// <summary><c>AddSingleton(Channel.CreateUnbounded&lt;Job&gt;())</c>, also by a factory.</summary>
    private static bool ServiceOf(IOperation creation)
    {
        for (var current = creation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IConversionOperation or IDelegateCreationOperation or IReturnOperation or IBlockOperation or IAnonymousFunctionOperation:
                    continue;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "AddSingleton" or "TryAddSingleton" or "AddKeyedSingleton" or "TryAddKeyedSingleton" } }:
                    return true;
                default:
                    return false;
            }
        }

        return false;
    }
}
