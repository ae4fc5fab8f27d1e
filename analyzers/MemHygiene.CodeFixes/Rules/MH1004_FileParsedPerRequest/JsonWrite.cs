using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Injection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1004_FileParsedPerRequest;

/// <summary>A statement that serializes a document into the file: <c>File.WriteAllText(path, JsonSerializer.Serialize(document));</c>.</summary>
internal sealed class JsonWrite(SinkContext context, ExpressionSyntax whole, InvocationExpressionSyntax serialize, LocalDeclarationStatementSyntax? text, string token)
{
    /// <summary>The serializer options of the write; null where it uses the defaults.</summary>
    public ExpressionSyntax? Settings => serialize.ArgumentList.Arguments.Count > 1 ? serialize.ArgumentList.Arguments[1].Expression : null;

    public SinkContext Context => context;

    public static JsonWrite? Of(SinkContext context, JsonRead read)
    {
        var call = (InvocationExpressionSyntax)context.Sink;
        var whole = Surroundings.Awaited(call);
        var isAsync = ((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.ValueText.EndsWith("Async", StringComparison.Ordinal);
        if (whole.Parent is not ExpressionStatementSyntax
            || isAsync != whole is AwaitExpressionSyntax
            || Serialize(context, call, out var text) is not { ArgumentList.Arguments.Count: 1 or 2 } serialize
            || !SymbolEqualityComparer.Default.Equals(SerializedType(context, call), read.Document))
        {
            return null;
        }

        var token = call.ArgumentList.Arguments.Skip(2).FirstOrDefault()?.Expression.ToString() ?? "";
        return call.ArgumentList.Arguments.Count > (isAsync ? 3 : 2) ? null : new JsonWrite(context, whole, serialize, text, token);
    }

    public static ITypeSymbol? SerializedType(SinkContext context, InvocationExpressionSyntax call) =>
        Serialize(context, call, out _) is { ArgumentList.Arguments.Count: > 0 } serialize
        && context.Model.GetSymbolInfo(serialize, context.Cancellation).Symbol is IMethodSymbol { TypeArguments.Length: 1 } method
            ? method.TypeArguments[0]
            : null;

    public async Task<bool> TryReplaceAsync(INamedTypeSymbol store, string name)
    {
        if (await ServiceInjection.TryReachAsync(context, store, name).ConfigureAwait(false) is not { } access)
        {
            return false;
        }

        var document = serialize.ArgumentList.Arguments[0].Expression.ToString();
        var code = whole is AwaitExpressionSyntax
            ? $"await {access}.SaveAsync({document}{(token.Length == 0 ? "" : ", " + token)})"
            : $"{access}.Save({document})";
        context.Rewrite.Replace(context.Document, whole.Span, code);
        if (text is not null)
        {
            context.Rewrite.Add(context.Document, context.Layout.Without(text));
        }

        return true;
    }

    private static InvocationExpressionSyntax? Serialize(SinkContext context, InvocationExpressionSyntax call, out LocalDeclarationStatementSyntax? text)
    {
        text = null;
        if (call.ArgumentList.Arguments.Count < 2)
        {
            return null;
        }

        var content = call.ArgumentList.Arguments[1].Expression;
        if (content is IdentifierNameSyntax
            && context.Model.GetSymbolInfo(content, context.Cancellation).Symbol is ILocalSymbol local
            && local.DeclaringSyntaxReferences[0].GetSyntax(context.Cancellation) is VariableDeclaratorSyntax { Initializer.Value: var value, Parent.Parent: LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1, Parent: BlockSyntax } declaration } variable
            && LocalUse.Uses(context, variable).Count() == 1
            && declaration.Parent == call.FirstAncestorOrSelf<StatementSyntax>()?.Parent
            && FollowsDirectly(declaration, call))
        {
            text = declaration;
            content = value;
        }

        return content is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Serialize" or "SerializeToUtf8Bytes" } } serialize ? serialize : null;
    }

    /// <summary>Nothing changes the document between its serialization and the write.</summary>
    private static bool FollowsDirectly(LocalDeclarationStatementSyntax declaration, SyntaxNode call)
    {
        var statements = ((BlockSyntax)declaration.Parent!).Statements;
        return statements.IndexOf(declaration) + 1 == statements.IndexOf(call.FirstAncestorOrSelf<StatementSyntax>()!);
    }
}
