using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rules.MH2003_QueueWithoutBound;

/// <summary>
/// Gives a channel or a blocking collection a capacity, so that a sender waits while it is full. Not where some sender would not wait: it would lose
/// what it sends (<see cref="QueueSenders"/>).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(QueueWithoutBoundFixer))]
internal sealed class QueueWithoutBoundFixer() : SinkFixer(RuleIds.QueueWithoutBound, FixTitle)
{
    internal const string FixTitle = "Give the queue a capacity of 1,000";

    private const string Capacity = "1_000";

    protected override async Task<bool> FixAsync(SinkContext context)
    {
        var queue = context.Model.GetTypeInfo(context.Sink, context.Cancellation).Type as INamedTypeSymbol;
        return queue is { TypeArguments.Length: 1 }
            && context.Sink switch
            {
                InvocationExpressionSyntax call => TryBound(context, call),
                BaseObjectCreationExpressionSyntax creation when queue.Name == "BlockingCollection" => TryBound(context, creation),
                _ => false,
            }
            && await QueueSenders.AllWaitAsync(context.Document.Project, queue, context.Cancellation).ConfigureAwait(false);
    }

    private static bool TryBound(SinkContext context, InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.ValueText: "CreateUnbounded" } name }
            || context.Type("System.Threading.Channels.BoundedChannelOptions") is not { } options
            || context.Type("System.Threading.Channels.BoundedChannelFullMode") is not { } mode)
        {
            return false;
        }

        var create = $"new {context.Name(options)}({Capacity})";
        var wait = $"FullMode = {context.Name(mode)}.Wait";
        switch (call.ArgumentList.Arguments)
        {
            case { Count: 0 }:
                context.Rewrite.Insert(context.Document, call.ArgumentList.OpenParenToken.Span.End, $"{create} {{ {wait} }}");
                break;
            case { Count: 1 } arguments when arguments[0].Expression is BaseObjectCreationExpressionSyntax { Initializer: var initializer } unbounded:
                var end = initializer?.OpenBraceToken.GetPreviousToken().Span.End ?? unbounded.Span.End;
                if (initializer is { Expressions: { Count: > 0 } kept })
                {
                    context.Rewrite.Replace(context.Document, TextSpan.FromBounds(unbounded.SpanStart, end), create);
                    context.Rewrite.Insert(context.Document, kept[0].SpanStart, $"{wait},{context.Layout.Gap(kept[0])}");
                }
                else
                {
                    context.Rewrite.Replace(context.Document, unbounded.Span, $"{create} {{ {wait} }}");
                }

                break;
            default:
                return false;
        }

        context.Rewrite.Replace(context.Document, name.Identifier.Span, "CreateBounded");
        return true;
    }

    private static bool TryBound(SinkContext context, BaseObjectCreationExpressionSyntax creation)
    {
        var arguments = creation.ArgumentList;
        if (arguments is null)
        {
            return creation is ObjectCreationExpressionSyntax { Type: var type } && Insert(context, type.Span.End, $"({Capacity})");
        }

        return Insert(context, arguments.CloseParenToken.SpanStart, arguments.Arguments.Count == 0 ? Capacity : ", " + Capacity);
    }

    private static bool Insert(SinkContext context, int position, string code)
    {
        context.Rewrite.Insert(context.Document, position, code);
        return true;
    }
}
