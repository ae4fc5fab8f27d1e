using System.Collections.Immutable;
using MemHygiene.GiveBack;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH3001_RentedArrayNotReturned;

/// <summary>Finds arrays and memory owners that a body rents and does not give back.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RentedArrayNotReturnedAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.RentedArrayNotReturned,
        "Rented array not returned",
        "{0}",
        "An array that is rented and not returned is lost to its pool, which allocates a new one for the next caller: more than new would cost, since pools round sizes up.");

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
        var rent = (IInvocationOperation)context.Operation;
        if (rent.TargetMethod.Name != "Rent")
        {
            return;
        }

        if (RentedArrays.IsArrayPool(rent.TargetMethod.ContainingType))
        {
            AnalyzeArray(context, rent);
        }
        else if (rent.TargetMethod.ContainingType.DerivesFrom("System.Buffers", "MemoryPool") && OwnerIsLost(rent) && !TestCode.Contains(context.ContainingSymbol))
        {
            Report(context, rent, DiagnosticSeverity.Warning, "The rented memory is never given back to its pool: declare its owner with using");
        }
    }

    private static void AnalyzeArray(OperationAnalysisContext context, IInvocationOperation rent)
    {
        var array = RentedArrays.Follow(rent);
        if (array.Fate == Fate.HandedOn || TestCode.Contains(context.ContainingSymbol))
        {
            return;
        }

        if (array.Fate == Fate.Dropped)
        {
            Report(context, rent, DiagnosticSeverity.Warning, "The rented array is never returned to its pool: return it in a finally");
        }
        else if (Protection.FirstExit(rent, array.Returns) is { } exit)
        {
            // Less is lost, and only now and then: a hint.
            Report(context, rent, DiagnosticSeverity.Info, $"The rented array is lost to its pool when line {exit.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1} throws or leaves: return it in a finally");
        }
    }

    private static bool OwnerIsLost(IInvocationOperation rent) =>
        Disposables.FateOf(rent, out var owner) == Fate.Dropped && (owner is null || !MemoryLeaves(owner, rent));

    private static bool MemoryLeaves(ILocalSymbol owner, IInvocationOperation rent)
    {
        foreach (var use in Body.UsesOf(owner, rent))
        {
            if (use.Parent is IPropertyReferenceOperation { Property.Name: "Memory" } memory && RentedArrays.Follow(memory).Fate == Fate.HandedOn)
            {
                return true;
            }
        }

        return false;
    }

    private static void Report(OperationAnalysisContext context, IOperation rent, DiagnosticSeverity severity, string text) =>
        context.ReportDiagnostic(Diagnostic.Create(Rule, rent.Syntax.GetLocation(), severity, null, null, text));
}
