using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.CodeFixes.Rules.MH2003_QueueWithoutBound;

/// <summary>
/// What happens to senders when a queue gets a capacity. A <c>TryWrite</c> whose answer nobody looks at would lose items, a <c>WriteAsync</c> that nobody
/// awaits would pile up, and a sender that also reads would wait for itself.
/// </summary>
internal static class QueueSenders
{
    public static async Task<bool> AllWaitAsync(Project project, INamedTypeSymbol queue, CancellationToken cancellation)
    {
        var element = queue.TypeArguments[0].ToDisplayString();
        foreach (var candidate in project.Solution.Projects.Where(other => other.Id == project.Id || other.ProjectReferences.Any(reference => reference.ProjectId == project.Id)))
        {
            foreach (var document in candidate.Documents)
            {
                if (!await AllWaitAsync(document, element, cancellation).ConfigureAwait(false))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static async Task<bool> AllWaitAsync(Document document, string element, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        SemanticModel? model = null;
        foreach (var call in root?.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(IsSend) ?? [])
        {
            model ??= await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
            if (model?.GetOperation(call, cancellation) is IInvocationOperation { TargetMethod.ContainingType: { TypeArguments: { Length: 1 } elements, Name: "ChannelWriter" or "BlockingCollection" } } send
                && elements[0].ToDisplayString() == element
                && !(Waits(send) && !AlsoReads(call)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSend(InvocationExpressionSyntax call) => NameOf(call) is "TryWrite" or "WriteAsync" or "TryAdd" or "Add";

    private static bool Waits(IInvocationOperation send)
    {
        IOperation result = send;
        while (result.Parent is IConversionOperation || result.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" })
        {
            result = result.Parent;
        }

        return send.TargetMethod.Name switch
        {
            "Add" => true,
            "WriteAsync" => result.Parent is IAwaitOperation or IReturnOperation,
            _ => result.Parent is not (IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }),
        };
    }

    private static bool AlsoReads(InvocationExpressionSyntax send) =>
        send.Ancestors().FirstOrDefault(ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax) is { } function
        && function.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Any(call => NameOf(call) is "ReadAsync" or "ReadAllAsync" or "TryRead" or "WaitToReadAsync" or "GetConsumingEnumerable" or "Take" or "TryTake");

    private static string? NameOf(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText;
}
