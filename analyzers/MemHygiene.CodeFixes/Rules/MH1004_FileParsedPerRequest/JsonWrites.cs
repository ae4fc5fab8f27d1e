using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Moving;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1004_FileParsedPerRequest;

/// <summary>
/// The project's own writes to the file. A store serves what it knows for two seconds: were the file written behind its back, a read, a change
/// and a write in quick succession would lose the change before. So every write goes through the store as well.
/// </summary>
internal static class JsonWrites
{
    private static readonly HashSet<string> Writers = ["WriteAllText", "WriteAllTextAsync", "WriteAllBytes", "WriteAllBytesAsync"];
    private static readonly HashSet<string> Openers = ["Create", "CreateText", "OpenWrite", "AppendAllText", "AppendAllTextAsync", "AppendText", "Replace", "Move", "Copy"];

    /// <summary>The writes to take over; null where one cannot be.</summary>
    public static async Task<IReadOnlyList<JsonWrite>?> FindAsync(SinkContext context, JsonRead read, string path, Destination destination)
    {
        var writes = new List<JsonWrite>();
        foreach (var document in context.Document.Project.Documents)
        {
            var root = await document.GetSyntaxRootAsync(context.Cancellation).ConfigureAwait(false);
            var calls = root!.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(IsCandidate).ToList();
            if (calls.Count == 0)
            {
                continue;
            }

            var own = document.Id == context.Document.Id;
            var model = own ? context.Model : (await document.GetSemanticModelAsync(context.Cancellation).ConfigureAwait(false))!;
            var layout = own ? context.Layout : new Layout(await document.GetTextAsync(context.Cancellation).ConfigureAwait(false));
            foreach (var call in calls)
            {
                var at = context with { Document = document, Model = model, Sink = call, Layout = layout };
                if (!ConcernsFile(at, call, read, path, destination) || IsStartUp(call) || CreatesMissingFile(call))
                {
                    continue;
                }

                if (JsonWrite.Of(at, read) is not { } write)
                {
                    return null;
                }

                writes.Add(write);
            }
        }

        return writes;
    }

    private static bool IsCandidate(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } access
        && (Writers.Contains(name) || Openers.Contains(name))
        && access.Expression.ToString().EndsWith("File", StringComparison.Ordinal)
        && call.ArgumentList.Arguments.Count > 0;

    /// <summary>The same path, or a path that nobody can tell and a document of the same type.</summary>
    private static bool ConcernsFile(SinkContext at, InvocationExpressionSyntax call, JsonRead read, string path, Destination destination)
    {
        var places = call.ArgumentList.Arguments.Take(2).Select(argument => MovedExpression.Of(at.Model, argument.Expression, destination, at.Cancellation)?.Code).ToList();
        return places.Contains(path) || (places[0] is null && JsonWrite.SerializedType(at, call) is { } type && SymbolEqualityComparer.Default.Equals(type, read.Document));
    }

    private static bool IsStartUp(SyntaxNode call) =>
        !call.Ancestors().Any(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseTypeDeclarationSyntax);

    /// <summary><c>if (!File.Exists(path)) { … }</c>: nobody has read the file before.</summary>
    private static bool CreatesMissingFile(SyntaxNode call) =>
        call.Ancestors().OfType<IfStatementSyntax>().Any(guard =>
            guard.Statement.Span.Contains(call.Span)
            && guard.Condition is PrefixUnaryExpressionSyntax { Operand: InvocationExpressionSyntax exists } not
            && not.IsKind(SyntaxKind.LogicalNotExpression)
            && exists.Expression.ToString().EndsWith("File.Exists", StringComparison.Ordinal));
}
