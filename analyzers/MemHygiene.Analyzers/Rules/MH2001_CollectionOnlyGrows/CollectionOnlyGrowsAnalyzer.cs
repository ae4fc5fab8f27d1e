using System.Collections.Immutable;
using MemHygiene.Growth;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH2001_CollectionOnlyGrows;

/// <summary>Finds additions to collections that outlive requests and that nothing ever shortens.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CollectionOnlyGrowsAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.CollectionOnlyGrows,
        "Collection that only grows",
        "{0} only grows: requests add to it ({1}) and nothing takes anything out",
        "A collection that outlives requests and gets an entry for each key, or for each request, ends with all of them. Bound it, or take out what is done with.");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (RequestCode.For(start.Compilation, start.Options) is { } requests)
            {
                start.RegisterOperationAction(operation => AnalyzeDeclaration(operation, requests), OperationKind.FieldInitializer, OperationKind.PropertyInitializer);
                start.RegisterOperationAction(
                    operation => AnalyzeAddition(operation, requests),
                    OperationKind.Invocation,
                    OperationKind.SimpleAssignment,
                    OperationKind.CoalesceAssignment,
                    OperationKind.CompoundAssignment);
            }
        });
    }

    /// <summary>Where the collection is made with its field, that is the place to mend: one finding, however many additions there are.</summary>
    private static void AnalyzeDeclaration(OperationAnalysisContext context, RequestCode requests)
    {
        var (collection, value) = context.Operation switch
        {
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } field => ((ISymbol)fields[0], field.Value),
            IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } property => (properties[0], property.Value),
            _ => default,
        };
        if (collection is null
            || !CollectionAdd.IsCollection(value.Type)
            || !(collection.IsStatic || LivesLong(collection.ContainingType, requests, context.CancellationToken))
            || !IsMadeHere(collection, context.CancellationToken))
        {
            return;
        }

        var isBounded = default(bool?);
        foreach (var mention in Mentions.Of(collection, context.Compilation, context.CancellationToken, CollectionAdd.MayBe))
        {
            if (mention is not { Operation: { } use, Member: { } member } || AdditionTo(use) is not { } addition || CollectionAdd.Find(addition) is not { } add || HasClosedKey(add))
            {
                continue;
            }

            if (isBounded ??= CollectionUses.AreBounded(collection, context.Compilation, context.CancellationToken))
            {
                return;
            }

            if (PathTo(add, collection, member, context, requests) is { } path)
            {
                Report(context, value, add, addition, path, collection);
                return;
            }
        }
    }

    private static void AnalyzeAddition(OperationAnalysisContext context, RequestCode requests)
    {
        if (CollectionAdd.Find(context.Operation) is { } add
            && NameOf(add.Collection) is { } collection
            && MayOutliveRequests(add.Collection, requests, context.CancellationToken)
            && !HasInitializer(collection, context.CancellationToken)
            && IsMadeHere(collection, context.CancellationToken)
            && !HasClosedKey(add)
            && !CollectionUses.AreBounded(collection, context.Compilation, context.CancellationToken)
            && PathTo(add, collection, context.ContainingSymbol, context, requests) is { } path)
        {
            Report(context, context.Operation, add, context.Operation, path, collection);
        }
    }

    // Most collections are made with the objects of a request: entities, models, view data.
    private static bool LivesLong(INamedTypeSymbol type, RequestCode requests, CancellationToken cancellation) =>
        Roots.LivesWithTheApp(type) || requests.GetLifetimes(cancellation).IsSingleton(type);

    // Before anybody is asked who calls this: most additions are to a list that the method has just made.
    private static bool MayOutliveRequests(IOperation collection, RequestCode requests, CancellationToken cancellation) => collection switch
    {
        IMemberReferenceOperation { Member.IsStatic: true } => true,
        IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member.ContainingType: var type } => LivesLong(type, requests, cancellation) || IsCalledByFramework(type),
        ILocalReferenceOperation { Local: var local } => IsCaptured(local, collection),
        _ => false,
    };

    private static bool IsCalledByFramework(INamedTypeSymbol type) =>
        type.DerivesFrom("System", "Attribute") || type.AllInterfaces.Any(candidate => candidate.ContainingNamespace?.ToDisplayString().StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) == true);

    private static bool IsCaptured(ILocalSymbol local, IOperation use)
    {
        for (var current = use.Parent; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return local.DeclaringSyntaxReferences.Any(declaration => !current.Syntax.Span.Contains(declaration.Span));
            }
        }

        return false;
    }

    private static RequestPath? PathTo(CollectionAdd add, ISymbol collection, ISymbol member, OperationAnalysisContext context, RequestCode requests) =>
        Find(add, collection, member, requests, context.CancellationToken) is { } path
        && OutlivesRequests(add.Collection, path, context.Compilation, context.CancellationToken)
        && IsEndless(add, collection, path, context.Compilation, context.CancellationToken)
            ? path
            : null;

    private static bool HasClosedKey(CollectionAdd add) => add.Key is { } key && ClosedTypes.Contain(WithoutConversion(key).Type);

    private static IOperation WithoutConversion(IOperation value) => value is IConversionOperation { Operand: var operand } ? WithoutConversion(operand) : value;

    private static void Report(OperationAnalysisContext context, IOperation place, CollectionAdd add, IOperation addition, RequestPath path, ISymbol collection)
    {
        var sink = new Sink(add.Collection.Type as INamedTypeSymbol ?? collection.ContainingType, (addition as IInvocationOperation)?.TargetMethod.Name ?? "set_Item");
        context.ReportDiagnostic(Findings.Create(Rule, place, path, sink, collection.Name, path.Describe(addition)));
    }

    // The operation that a mention of the collection is the receiver or the indexed target of.
    private static IOperation? AdditionTo(IOperation use)
    {
        var value = use;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent is IPropertyReferenceOperation { Property.IsIndexer: true, Parent: IAssignmentOperation assignment } ? assignment : value.Parent as IInvocationOperation;
    }

    private static bool HasInitializer(ISymbol collection, CancellationToken cancellation) =>
        collection is IFieldSymbol or IPropertySymbol
        && collection.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer: not null } or PropertyDeclarationSyntax { Initializer: not null });

    /// <summary>An addition behind a look into the same collection happens once for each key, not once: then the body around it is asked about.</summary>
    private static RequestPath? Find(CollectionAdd add, ISymbol collection, ISymbol member, RequestCode requests, CancellationToken cancellation)
    {
        if (requests.Find(add.Collection, member, cancellation) is { } path)
        {
            return path;
        }

        return FirstOfBody(add.Collection) is { Parent: { } body } first && LooksFirst(body, collection, add.Collection)
            ? requests.Find(first, member, cancellation)
            : null;
    }

    private static bool LooksFirst(IOperation body, ISymbol collection, IOperation addition) => body.Descendants().Any(operation =>
        operation is IConditionalOperation conditional
        && conditional.Syntax.SpanStart < addition.Syntax.SpanStart
        && conditional.Condition.DescendantsAndSelf().Any(part => SymbolEqualityComparer.Default.Equals(NameOf(part), collection)));

    private static IOperation? FirstOfBody(IOperation operation)
    {
        for (var current = operation; current is not null; current = current.Parent)
        {
            if (current is IBlockOperation { Operations: { Length: > 0 } statements, Parent: null or IMethodBodyBaseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation })
            {
                return statements[0];
            }
        }

        return null;
    }

    private static ISymbol? NameOf(IOperation collection) => collection switch
    {
        IFieldReferenceOperation { Field: var field } => field,
        IPropertyReferenceOperation { Property: { IsIndexer: false } property } => property,
        ILocalReferenceOperation { Local: var local } => local,
        _ => null,
    };

    private static bool OutlivesRequests(IOperation collection, RequestPath path, Compilation compilation, CancellationToken cancellation) => collection switch
    {
        IFieldReferenceOperation { Field.IsStatic: true } or IPropertyReferenceOperation { Property.IsStatic: true } => true,
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation { Type: INamedTypeSymbol own } } => path.Frame.SharesInstance || LongLived.Services(compilation, cancellation).IsSingleton(own),
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation { Type: INamedTypeSymbol own } } => path.Frame.SharesInstance || LongLived.Services(compilation, cancellation).IsSingleton(own),
        ILocalReferenceOperation => SharedState.Place(collection, path.Frame) is not null,
        _ => false,
    };

    /// <summary>Static state is made anywhere; elsewhere a collection that comes from outside belongs to somebody who may empty it.</summary>
    private static bool IsMadeHere(ISymbol collection, CancellationToken cancellation)
    {
        if (collection.HasAttribute("ThreadStaticAttribute") || collection.DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        foreach (var reference in collection.DeclaringSyntaxReferences)
        {
            var value = reference.GetSyntax(cancellation) switch
            {
                VariableDeclaratorSyntax { Initializer.Value: var initial } => initial,
                PropertyDeclarationSyntax { Initializer.Value: var initial } => initial,
                PropertyDeclarationSyntax { ExpressionBody: not null } => reference.GetSyntax(cancellation),
                _ => null,
            };
            if (value is not (null or BaseObjectCreationExpressionSyntax or CollectionExpressionSyntax or LiteralExpressionSyntax or PostfixUnaryExpressionSyntax))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsEndless(CollectionAdd add, ISymbol collection, RequestPath path, Compilation compilation, CancellationToken cancellation)
    {
        if (add.Key is null)
        {
            return (add.Item is { } item && new Keys(path, compilation, cancellation).AreOpen(item)) || !CollectionUses.AreAskedFor(collection, compilation, cancellation);
        }

        return new Keys(path, compilation, cancellation).AreOpen(add.Key);
    }
}
