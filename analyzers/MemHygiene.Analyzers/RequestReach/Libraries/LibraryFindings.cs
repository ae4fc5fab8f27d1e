using MemHygiene.RequestReach.Libraries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.RequestReach;

/// <summary>Reports a call of this project that a request makes and that ends in a sink of a referenced library.</summary>
internal static class LibraryFindings
{
    /// <param name="rule">Its message takes what is made, the way, and what to do.</param>
    public static void Report(OperationAnalysisContext context, DiagnosticDescriptor rule, RequestCode requests)
    {
        if (requests.FindLibrary(context.Operation, context.ContainingSymbol, rule.Id, context.CancellationToken) is var (path, sink))
        {
            var properties = System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Library, sink.Library);
            context.ReportDiagnostic(Diagnostic.Create(
                rule,
                context.Operation.Syntax.GetLocation(),
                path.Steps.Select(step => step.Call),
                properties,
                sink.Made,
                path.Describe(sink.Path),
                "change it in " + sink.Library));
        }
    }
}
