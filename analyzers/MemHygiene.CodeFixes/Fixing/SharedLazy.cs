using MemHygiene.CodeFixes.Moving;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>Where nothing is registered or injected: a static <see cref="Lazy{T}"/> of the class, or a local above the endpoint of a top-level program.</summary>
internal static class SharedLazy
{
    public static bool TryApply(SinkContext context, MadeValue made)
    {
        if (context.Model.GetTypeInfo(context.Sink, context.Cancellation).Type is not { } type
            || MovedExpression.Of(context.Model, context.Sink, SharedVariable.PlaceFor(context.Sink), context.Cancellation) is not { } moved
            || !SharedValue.TryReplace(context, made.Variable, out var value))
        {
            return false;
        }

        foreach (var space in moved.Namespaces.Append("System"))
        {
            context.Rewrite.Import(context.Document, context.Model, context.Sink.SpanStart, space);
        }

        var lazy = $"Lazy<{context.Name(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated))}>";
        var name = "Shared" + Names.Pascal(Names.FromType(made.Type));
        var shared = SharedVariable.Declare(context, name, lazy, $"() => {moved.Code}");
        if (shared is null)
        {
            return false;
        }

        UnusedLocals.Remove(context, context.Sink, moved.Inlined);
        value($"{shared}.Value");
        return true;
    }
}
