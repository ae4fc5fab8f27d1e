using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1004_FileParsedPerRequest;

/// <summary>A file's text on its way into a typed <c>JsonSerializer.Deserialize</c>, in one expression or through a local that serves nothing else.</summary>
/// <param name="Read">The <c>File.ReadAll…</c> call, with its await.</param>
/// <param name="Parse">The call that parses.</param>
/// <param name="Document">What it yields.</param>
/// <param name="Path">The path's argument.</param>
/// <param name="Token">The read's cancellation token; empty where it has none.</param>
/// <param name="Settings">The serializer options or type information; null where it uses the defaults.</param>
/// <param name="Text">The statement that declares the local in between; null where there is none.</param>
internal sealed record JsonRead(
    ExpressionSyntax Read, InvocationExpressionSyntax Parse, ITypeSymbol Document, ExpressionSyntax Path, string Token, ExpressionSyntax? Settings, LocalDeclarationStatementSyntax? Text)
{
    public static JsonRead? Of(SinkContext context)
    {
        if (context.Sink is not InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call || ExpectsOtherFailures(call))
        {
            return null;
        }

        var tokens = arguments.Skip(1).ToList();
        var read = Surroundings.Awaited(call);
        var isAsync = context.Model.GetSymbolInfo(call, context.Cancellation).Symbol?.Name.EndsWith("Async", StringComparison.Ordinal) == true;
        if (isAsync != read is AwaitExpressionSyntax || tokens.Exists(argument => !IsToken(context, argument)))
        {
            return null;
        }

        var passed = read;
        var text = read.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1, Parent: BlockSyntax } local } variable }
            ? local
            : null;
        if (text is not null)
        {
            var uses = LocalUse.Uses(context, text.Declaration.Variables[0]).ToList();
            if (uses.Count != 1 || Surroundings.Function(uses[0]) != Surroundings.Function(text))
            {
                return null;
            }

            passed = uses[0];
        }

        if (passed.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax parse } list } argumentOfParse
            || list.Arguments[0] != argumentOfParse
            || list.Arguments.Count > 2
            || context.Model.GetSymbolInfo(parse, context.Cancellation).Symbol is not IMethodSymbol { Name: "Deserialize", TypeArguments.Length: 1 } method
            || method.ContainingType.ToDisplayString() != "System.Text.Json.JsonSerializer"
            || method.TypeArguments[0] is ITypeParameterSymbol)
        {
            return null;
        }

        var settings = list.Arguments.Count == 2 ? list.Arguments[1].Expression : null;
        return new JsonRead(read, parse, method.TypeArguments[0], arguments[0].Expression, tokens.FirstOrDefault()?.Expression.ToString() ?? "", settings, text);
    }

    public void Replace(SinkContext context, string store)
    {
        var code = Read is AwaitExpressionSyntax ? $"await {store}.ReadAsync({Token})" : $"{store}.Read()";

        // A store never gives null, so the "!" behind the parser goes.
        var parsed = Parse.Parent is PostfixUnaryExpressionSyntax suppressed ? (ExpressionSyntax)suppressed : Parse;
        var isReceiver = parsed.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax;
        context.Rewrite.Replace(context.Document, parsed.Span, isReceiver && Read is AwaitExpressionSyntax ? $"({code})" : code);
        if (Text is not null)
        {
            context.Rewrite.Add(context.Document, context.Layout.Without(Text));
        }
    }

    private static bool IsToken(SinkContext context, ArgumentSyntax argument) =>
        context.Model.GetTypeInfo(argument.Expression, context.Cancellation).ConvertedType is { Name: "CancellationToken" };

    /// <summary>A store throws its own exception: a handler that waits for a missing file or for malformed text would not see it any more.</summary>
    private static bool ExpectsOtherFailures(SyntaxNode call) =>
        call.Ancestors().TakeWhile(node => node is not (BaseMethodDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<TryStatementSyntax>()
            .Where(attempt => attempt.Block.Span.Contains(call.Span))
            .SelectMany(attempt => attempt.Catches)
            .Any(handler => handler.Declaration is { Type: var type } && type.ToString() is not ("Exception" or "System.Exception" or "IOException" or "System.IO.IOException"));
}
