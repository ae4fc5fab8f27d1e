using System.Collections.Immutable;
using System.Globalization;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH4002_IntervalTooShort;

/// <summary>Finds background work that wakes up more often than every half minute, by an interval that nobody can change without a build.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IntervalTooShortAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The <c>.editorconfig</c> key of the shortest interval, in seconds, that is no finding.</summary>
    internal const string LeastOption = "memhygiene.min_background_interval_seconds";

    private const double DefaultLeast = 30;

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Silent(
        RuleIds.IntervalTooShort,
        "Background interval under half a minute",
        "Background work runs every {0} s, and nothing but a build changes that: take the interval from the configuration, {1} s or more",
        "Each turn allocates, opens scopes and keeps caches and connections warm on a server that may be idle otherwise.");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.Invocation, OperationKind.ObjectCreation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        if (Interval(context.Operation) is { } value
            && Intervals.Seconds(value) is { } seconds and > 0
            && IsBackground(context.ContainingSymbol)
            && (context.Operation is IObjectCreationOperation || IsOfEndlessLoop(context.Operation))
            && !TestCode.Contains(context.ContainingSymbol)
            && Least(context) is var least && seconds < least)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                context.Operation.Syntax.GetLocation(),
                seconds.ToString("0.###", CultureInfo.InvariantCulture),
                least.ToString("0.###", CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The argument that says how often: of a delay, or of a timer's constructor.</summary>
    private static IOperation? Interval(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "Delay", ContainingType: { Name: "Task" } type }, Arguments: { Length: > 0 } arguments } when type.ContainingNamespace.Is("System.Threading.Tasks") => arguments[0].Value,
        IObjectCreationOperation { Type: { Name: "PeriodicTimer" } type, Arguments: { Length: > 0 } arguments } when type.ContainingNamespace.Is("System.Threading") => arguments[0].Value,
        IObjectCreationOperation { Type: { Name: "Timer" } type, Arguments: { Length: > 0 } arguments } when type.ContainingNamespace.Is("System.Threading") || type.ContainingNamespace.Is("System.Timers") =>
            arguments.FirstOrDefault(argument => argument.Parameter?.Name is "period" or "interval")?.Value,
        _ => null,
    };

    private static bool IsBackground(ISymbol member) =>
        member.ContainingType is { } type && type.AllInterfaces.Any(candidate => candidate.Is("Microsoft.Extensions.Hosting", "IHostedService"));

    // A delay after a failure, or one that waits for something to become ready, is no interval.
    private static bool IsOfEndlessLoop(IOperation delay)
    {
        for (var current = delay.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case ICatchClauseOperation or IConditionalOperation:
                    return false;
                case IWhileLoopOperation { Condition: { } condition }:
                    return condition.ConstantValue is { HasValue: true, Value: true } || condition.DescendantsAndSelf().Any(part => part is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" });
                case IForLoopOperation loop:
                    return loop.Condition is null;
                case IAnonymousFunctionOperation or ILoopOperation:
                    return false;
            }
        }

        return false;
    }

    private static double Least(OperationAnalysisContext context) =>
        context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.Operation.Syntax.SyntaxTree).TryGetValue(LeastOption, out var text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : DefaultLeast;
}
