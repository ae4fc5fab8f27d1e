using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1009_LargeBufferPerRequest;

/// <summary>Finds buffers for the large object heap that request code makes anew, and bodies that it reads as a whole.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LargeBufferPerRequestAnalyzer : DiagnosticAnalyzer
{
    private const string Title = "Large buffer allocated on every request";
    private const string Description = "Objects of 85,000 bytes and more go to the large object heap, which is collected with everything else only, and is not compacted.";

    private static readonly DiagnosticDescriptor Constant = RuleDescriptor.Warning(
        RuleIds.LargeBufferPerRequest,
        Title,
        "{0} takes {1} bytes on the large object heap on every request ({2}): {3}",
        Description);

    /// <summary>As large as the caller makes it: likely to be small most of the time.</summary>
    private static readonly DiagnosticDescriptor Whole = RuleDescriptor.Suggestion(
        RuleIds.LargeBufferPerRequest,
        Title,
        "{0} is read into memory as a whole on every request ({1}): {2}",
        Description);

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Constant, Whole);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (RequestCode.For(start.Compilation, start.Options) is { } requests)
            {
                start.RegisterOperationAction(
                    operation => AnalyzeBuffer(operation, requests), OperationKind.ArrayCreation, OperationKind.ObjectCreation, OperationKind.Invocation);
                start.RegisterOperationAction(operation => AnalyzeBody(operation, requests), OperationKind.Invocation);
            }
        });
    }

    private static void AnalyzeBuffer(OperationAnalysisContext context, RequestCode requests)
    {
        var operation = context.Operation;
        if (BufferSizes.Bytes(operation) is not { } bytes
            || bytes < BufferSizes.LargeObject
            || requests.Find(operation, context.ContainingSymbol, context.CancellationToken) is not { } path)
        {
            return;
        }

        var (name, sink, advice) = operation switch
        {
            IArrayCreationOperation { Type: IArrayTypeSymbol { ElementType: var element } } => (element.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) + "[]", SinkOf(element), "rent it from ArrayPool"),
            IInvocationOperation { TargetMethod: var method } => (method.ContainingType.Name + "." + method.Name, new Sink(method.ContainingType, method.Name), "rent it from ArrayPool"),
            _ => (operation.Type!.Name, SinkOf(operation.Type), "start smaller, or keep one and use it again"),
        };
        context.ReportDiagnostic(Findings.Create(Constant, operation, path, sink, name, bytes.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), path.Describe(operation), advice));
    }

    private static void AnalyzeBody(OperationAnalysisContext context, RequestCode requests)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("ReadToEnd" or "ReadToEndAsync" or "CopyTo" or "CopyToAsync")
            || WholeBodies.Describe(call, Frame.Default) is null
            || requests.Find(call, context.ContainingSymbol, context.CancellationToken) is not { } path
            || WholeBodies.Describe(call, path.Frame) is not { } body)
        {
            return;
        }

        var sink = new Sink(call.TargetMethod.ContainingType, call.TargetMethod.Name);
        context.ReportDiagnostic(Findings.Create(Whole, call, path, sink, body, path.Describe(call), "parse or copy it from the stream in pieces"));
    }

    private static Sink SinkOf(ITypeSymbol type) => new(type as INamedTypeSymbol ?? type.BaseType!, ".ctor");
}
