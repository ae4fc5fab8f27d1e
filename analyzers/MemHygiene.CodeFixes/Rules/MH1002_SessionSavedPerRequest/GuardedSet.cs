using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rules.MH1002_SessionSavedPerRequest;

/// <summary>Without MemHygiene: <c>if (session.GetString(key) != value) { session.SetString(key, value); }</c>.</summary>
internal static class GuardedSet
{
    public static bool TryApply(SinkContext context, InvocationExpressionSyntax call, string method)
    {
        if (call is not { Parent: ExpressionStatementSyntax { Parent: BlockSyntax } statement, Expression: MemberAccessExpressionSyntax { Expression: var session }, ArgumentList.Arguments: { Count: 2 } arguments }
            || !IsRepeatable(session)
            || !IsRepeatable(arguments[0].Expression)
            || arguments.Any(argument => argument.NameColon is not null))
        {
            return false;
        }

        var layout = context.Layout;
        var value = arguments[1].Expression;
        var name = value.ToString();
        if (!IsRepeatable(value))
        {
            // Evaluated once before, so evaluated once after.
            name = Names.Unique(context.Model, Surroundings.Function(call) ?? call.SyntaxTree.GetRoot(context.Cancellation), "value");
            context.Rewrite.Add(context.Document, layout.LineBefore(statement, $"var {name} = {value};"));
            context.Rewrite.Replace(context.Document, value.Span, name);
        }

        var key = arguments[0].Expression;
        var condition = method switch
        {
            "SetString" => $"{session}.GetString({key}) != {name}",
            "SetInt32" => $"{session}.GetInt32({key}) != {name}",
            _ => $"{session}.Get({key})?.AsSpan().SequenceEqual({name}) != true",
        };
        context.Rewrite.Import(context.Document, context.Model, call.SpanStart, method == "Set" ? "System" : "Microsoft.AspNetCore.Http");
        if (method == "Set")
        {
            context.Rewrite.Import(context.Document, context.Model, call.SpanStart, "Microsoft.AspNetCore.Http");
        }

        var outer = layout.NewLine + layout.IndentationOf(statement);
        context.Rewrite.Insert(context.Document, statement.SpanStart, $"if ({condition}){outer}{{{outer}{layout.IndentUnit}");
        context.Rewrite.Add(context.Document, new TextChange(new TextSpan(statement.Span.End, 0), $"{outer}}}"));
        return true;
    }

    /// <summary>Reading it twice costs and changes nothing.</summary>
    private static bool IsRepeatable(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax or IdentifierNameSyntax or ThisExpressionSyntax => true,
        MemberAccessExpressionSyntax access => IsRepeatable(access.Expression),
        PredefinedTypeSyntax => true,
        _ => false,
    };
}
