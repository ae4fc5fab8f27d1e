using MemHygiene.RequestReach.Libraries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.RequestReach;

/// <summary>Reports a call of this project that a request makes and that ends in a sink of a referenced library.</summary>
internal static class LibraryFindings
{
    /// <param name="context">The call.</param>
    /// <param name="rule">Its message takes what is made, the way, and what to do.</param>
    /// <param name="tickRule">The same for what a timer or a loop calls; null where that is no finding.</param>
    /// <param name="requests">The engine.</param>
    public static void Report(OperationAnalysisContext context, DiagnosticDescriptor rule, DiagnosticDescriptor? tickRule, RequestCode requests)
    {
        if (requests.FindLibrary(context.Operation, context.ContainingSymbol, rule.Id, context.CancellationToken) is var (path, sink) && (path.IsTick ? tickRule : rule) is { } reported)
        {
            var properties = System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Library, sink.Library);
            context.ReportDiagnostic(Diagnostic.Create(
                reported,
                context.Operation.Syntax.GetLocation(),
                path.Steps.Select(step => step.Call),
                properties,
                sink.Made,
                path.Describe(sink.Path),
                "change it in " + sink.Library));
        }
    }
}
