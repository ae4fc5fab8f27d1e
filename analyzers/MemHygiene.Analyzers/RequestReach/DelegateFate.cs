using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>What becomes of a lambda or method group that is no entry point by itself.</summary>
internal enum DelegateFate
{
    /// <summary>It is invoked where it stands, or by what it is handed to: LINQ, <c>Task.Run</c>, a retry policy.</summary>
    RunsHere,

    /// <summary>It runs once or at some other time: configuration callbacks, singletons' factories, event handlers.</summary>
    RunsElsewhere,

    /// <summary>It waits in a field or property until somebody invokes that.</summary>
    IsKept,
}

/// <summary>Finds the fate of a delegate by what it is handed to.</summary>
internal static class DelegateFates
{
    public static DelegateFate Of(IOperation function)
    {
        var value = DelegateRoots.Outermost(function);
        return value.Parent switch
        {
            _ when CollectionAround(value) is { } collection => KeptIn(collection) is null ? DelegateFate.RunsHere : DelegateFate.IsKept,
            IArgumentOperation { Parent: IInvocationOperation call } => IsConfiguration(call) ? DelegateFate.RunsElsewhere : DelegateFate.RunsHere,
            IEventAssignmentOperation subscription => KeptIn(subscription) is null ? DelegateFate.RunsElsewhere : DelegateFate.IsKept,
            IFieldInitializerOperation or IPropertyInitializerOperation => DelegateFate.IsKept,
            IAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation } assignment when assignment.Value == value => DelegateFate.IsKept,
            _ => DelegateFate.RunsHere,
        };
    }

    /// <summary>The field or property that keeps the delegate, where its fate is to be kept.</summary>
    public static ISymbol? KeptIn(IOperation function) => Keeper(CollectionAround(DelegateRoots.Outermost(function)) is { } collection ? DelegateRoots.Outermost(collection).Parent : DelegateRoots.Outermost(function).Parent);

    // Whoever raises the event invokes what has subscribed; events of others are raised where nobody sees it.
    private static ISymbol? KeptIn(IEventAssignmentOperation subscription) =>
        subscription is { Adds: true, EventReference: IEventReferenceOperation { Event: { DeclaringSyntaxReferences.IsEmpty: false } raised } } ? raised : null;

    private static ISymbol? KeptIn(IObjectCreationOperation collection) => Keeper(DelegateRoots.Outermost(collection).Parent);

    /// <summary>The dictionary or list in whose initialiser the delegate stands: <c>new() { ["sms"] = text =&gt; … }</c>, <c>new() { text =&gt; … }</c>.</summary>
    private static IObjectCreationOperation? CollectionAround(IOperation value)
    {
        IOperation? element = value.Parent switch
        {
            IAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true } } assignment when assignment.Value == value => assignment,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Add" } add } => add,
            _ => null,
        };
        return element?.Parent is IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation collection } ? collection : null;
    }

    private static ISymbol? Keeper(IOperation? place) => place switch
    {
        IEventAssignmentOperation subscription => KeptIn(subscription),
        IFieldInitializerOperation initializer => initializer.InitializedFields.FirstOrDefault(),
        IPropertyInitializerOperation initializer => initializer.InitializedProperties.FirstOrDefault(),
        IAssignmentOperation { Target: IFieldReferenceOperation target } => target.Field,
        IAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: false } target } => target.Property,
        _ => null,
    };

    // services.AddX(…), host.ConfigureX(…), options.X(…): what a program says about itself once, before it serves.
    private static bool IsConfiguration(IInvocationOperation call)
    {
        var type = SharedState.Receiver(call)?.Type ?? call.TargetMethod.ContainingType;
        if (type is null)
        {
            return false;
        }

        return type.Name is "IServiceCollection" or "ServiceCollection" or "ServiceDescriptor" or "IHost" or "IEndpointRouteBuilder" or "IApplicationBuilder"
            || ((type.Name.EndsWith("Builder", StringComparison.Ordinal) || type.Name.EndsWith("Options", StringComparison.Ordinal)) && IsHosting(type.ContainingNamespace));
    }

    private static bool IsHosting(INamespaceSymbol? space)
    {
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            if (space.ContainingNamespace is { Name: "Microsoft", ContainingNamespace.IsGlobalNamespace: true })
            {
                return space.Name is "Extensions" or "AspNetCore" or "EntityFrameworkCore";
            }

            space = space.ContainingNamespace;
        }

        return false;
    }
}
