using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH4001_ContextNotPooled;

/// <summary>Finds EF Core contexts that are made anew for each request although they could come from a pool.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContextNotPooledAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Suggestion(
        RuleIds.ContextNotPooled,
        "DbContext registered without a pool",
        "{0} is made anew for each request and keeps no state of its own: register it with AddDbContextPool",
        "A context without injected services and without state of its own can be reset and used again, which saves most of what each request allocates for it.");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var registration = (IInvocationOperation)context.Operation;
        if (registration.TargetMethod is { Name: "AddDbContext", TypeArguments: { Length: > 0 } types, ContainingType.Name: "EntityFrameworkServiceCollectionExtensions" }
            && types[types.Length - 1] is INamedTypeSymbol type
            && PoolableOptions.Are(registration)
            && PoolableContext.Is(type)
            && !TestCode.Contains(context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, registration.Syntax.GetLocation(), type.Name));
        }
    }
}
