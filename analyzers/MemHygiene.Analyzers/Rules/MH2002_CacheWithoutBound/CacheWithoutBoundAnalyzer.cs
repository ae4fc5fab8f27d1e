using System.Collections.Immutable;
using MemHygiene.Growth;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH2002_CacheWithoutBound;

/// <summary>Finds entries of a memory cache that requests add under keys of their own and that nothing ever lets go.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CacheWithoutBoundAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.CacheWithoutBound,
        "Cache entry without a bound, keyed by requests",
        "The entry never expires and the cache has no size limit, while its key comes from requests ({0}): set an expiration",
        "A memory cache without a size limit keeps an entry without an expiration until somebody removes it. With a key out of the request there is one for each value that was ever asked for.");

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
                var limits = new SizeLimits();
                start.RegisterOperationAction(operation => Analyze(operation, requests, limits), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, RequestCode requests, SizeLimits limits)
    {
        if (CacheEntries.Find(context.Operation) is { } call
            && CacheEntries.KeyOf(call) is { } key
            && CacheEntries.IsKeptForEver(call)
            && !IsOwnCache(call)
            && requests.Find(call, context.ContainingSymbol, context.CancellationToken) is { } path
            && new Keys(path, context.Compilation, context.CancellationToken).AreOpen(key)
            && !Removes(context.ContainingSymbol.ContainingType, context.CancellationToken)
            && (HasNoLimit(SharedState.Receiver(call), context.CancellationToken) || !limits.AreSet(context.Compilation, context.CancellationToken)))
        {
            context.ReportDiagnostic(Findings.Create(Rule, call, path, new Sink(call.TargetMethod.ContainingType, call.TargetMethod.Name), path.Describe(call)));
        }
    }

    /// <summary>A cache that the method itself makes goes with the method.</summary>
    private static bool IsOwnCache(IInvocationOperation call) => SharedState.Receiver(call) switch
    {
        IConversionOperation { Operand: var operand } => IsNew(operand, call),
        { } receiver => IsNew(receiver, call),
        null => true,
    };

    /// <summary>The cache is made with its field, without a limit: those of others say nothing of it.</summary>
    private static bool HasNoLimit(IOperation? cache, CancellationToken cancellation) => cache switch
    {
        IConversionOperation { Operand: var operand } => HasNoLimit(operand, cancellation),
        IFieldReferenceOperation { Field: { IsReadOnly: true, DeclaringSyntaxReferences: { Length: 1 } declared } } =>
            declared[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } options } }
            && options[0].Expression is BaseObjectCreationExpressionSyntax { Initializer: null },
        _ => false,
    };

    private static bool IsNew(IOperation receiver, IOperation call) => receiver switch
    {
        IObjectCreationOperation => true,
        ILocalReferenceOperation { Local: var local } => SharedState.ValuesOf(local, SharedState.Scope(call, Frame.Default)).Any(value => value is IObjectCreationOperation),
        _ => false,
    };

    /// <summary>The type takes entries out as well: it may know when one is done with.</summary>
    private static bool Removes(INamedTypeSymbol? type, CancellationToken cancellation)
    {
        foreach (var reference in type?.DeclaringSyntaxReferences ?? ImmutableArray<SyntaxReference>.Empty)
        {
            foreach (var node in reference.GetSyntax(cancellation).DescendantNodes())
            {
                if (node is InvocationExpressionSyntax call && TreeIndex.NameOf(call)?.Identifier.ValueText is "Remove" or "Compact" or "Clear")
                {
                    return true;
                }
            }
        }

        return false;
    }
}
