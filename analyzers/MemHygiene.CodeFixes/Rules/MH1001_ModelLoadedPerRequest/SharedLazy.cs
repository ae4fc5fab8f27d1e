using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Moving;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rules.MH1001_ModelLoadedPerRequest;

/// <summary>Without MemHygiene: a static <see cref="Lazy{T}"/> of the class, or a local above the endpoint of a top-level program.</summary>
internal static class SharedLazy
{
    public static bool TryApply(SinkContext context, ModelLoad load)
    {
        if (context.Model.GetTypeInfo(context.Sink, context.Cancellation).Type is not { } type
            || MovedExpression.Of(context.Model, context.Sink, SharedVariable.PlaceFor(context.Sink), context.Cancellation) is not { } moved
            || !TryReplaceLoad(context, load, out var value))
        {
            return false;
        }

        foreach (var space in moved.Namespaces.Append("System"))
        {
            context.Rewrite.Import(context.Document, context.Model, context.Sink.SpanStart, space);
        }

        var lazy = $"Lazy<{context.Name(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated))}>";
        var name = "Shared" + Names.Pascal(Names.FromType(load.Model));
        var shared = SharedVariable.Declare(context, name, lazy, $"() => {moved.Code}");
        if (shared is null)
        {
            return false;
        }

        UnusedLocals.Remove(context, context.Sink, moved.Inlined);
        value($"{shared}.Value");
        return true;
    }

    /// <summary>The model outlives the request from now on: its <c>using</c> goes.</summary>
    private static bool TryReplaceLoad(SinkContext context, ModelLoad load, out Action<string> replace)
    {
        replace = value => context.Rewrite.Replace(context.Document, context.Sink.Span, value);
        switch (load.Variable?.Parent?.Parent)
        {
            case LocalDeclarationStatementSyntax local:
                context.Rewrite.Replace(context.Document, TextSpan.FromBounds(local.SpanStart, local.Declaration.SpanStart), "");
                return true;
            case UsingStatementSyntax { Statement: BlockSyntax block } statement:
                replace = value =>
                {
                    BlockVariable.MoveInside(context, statement, block, context.Sink, value);
                    context.Rewrite.Replace(context.Document, TextSpan.FromBounds(statement.SpanStart, block.OpenBraceToken.SpanStart), "");
                };
                return true;
            default:
                return load.Variable is null;
        }
    }
}
