using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Hosts;
using MemHygiene.CodeFixes.Injection;
using MemHygiene.CodeFixes.Moving;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;

namespace MemHygiene.CodeFixes.Rules.MH1001_ModelLoadedPerRequest;

/// <summary>The load moves to <c>AddModel</c> in Program.cs; the request leases the model from an injected <c>ModelCache</c>.</summary>
internal static class LeasedModel
{
    public static async Task<bool> TryApplyAsync(SinkContext context, MadeValue load, INamedTypeSymbol cache)
    {
        var project = context.Document.Project;
        if (await Registration.DestinationAsync(project, PlaceKind.Factory, context.Cancellation).ConfigureAwait(false) is not { } destination
            || MovedExpression.Of(context.Model, context.Sink, destination, context.Cancellation) is not { } moved
            || (moved.UsesCancellation && !load.IsAwaited)
            || !await Registration.TryAddAsync(context.Rewrite, project, Register(context, load, moved), context.Cancellation).ConfigureAwait(false))
        {
            return false;
        }

        var service = cache.Construct(load.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        if (await ServiceInjection.TryReachAsync(context, service, CacheName(load.Type)).ConfigureAwait(false) is not { } access)
        {
            return false;
        }

        UnusedLocals.Remove(context, context.Sink, moved.Inlined);
        return LeaseStatement.TryInsert(context, load, access);
    }

    private static Verb Register(SinkContext context, MadeValue load, MovedExpression moved)
    {
        var isValueTask = load.IsAwaited && context.Model.GetTypeInfo(context.Sink, context.Cancellation).Type is { Name: "ValueTask" };
        var factory = isValueTask ? moved with { Code = moved.Code + ".AsTask()" } : moved;
        return new Verb(
            "AddModel",
            load.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(),
            null,
            [factory.AsProviderLambda(withCancellation: load.IsAwaited)],
            moved.Namespaces);
    }

    private static string CacheName(INamedTypeSymbol model)
    {
        var name = Names.FromType(model);
        return name.EndsWith("Model", StringComparison.Ordinal) ? name + "s" : name + "Models";
    }
}
