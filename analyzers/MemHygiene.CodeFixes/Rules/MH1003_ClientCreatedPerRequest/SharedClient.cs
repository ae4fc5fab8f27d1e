using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Moving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest;

/// <summary>
/// In a library, and where nothing can be injected: one static client of the class. Its connections are renewed, or it would never notice that an
/// address has changed.
/// </summary>
internal static class SharedClient
{
    public static bool TryApply(SinkContext context, BaseObjectCreationExpressionSyntax creation)
    {
        if (context.Sink.FirstAncestorOrSelf<ClassDeclarationSyntax>() is null
            || context.Model.GetTypeInfo(creation, context.Cancellation).Type is not { } type
            || (creation.Initializer is { } settings && !FixedSettings.Are(context, settings))
            || SharedHandler.Of(context, creation) is not { } handler
            || RequestsOnly.Of(context, creation) is not { } use
            || !SharedValue.TryReplace(context, use.Variable, out var replace))
        {
            return false;
        }

        context.Rewrite.Import(context.Document, context.Model, creation.SpanStart, "System");
        var initialiser = creation.Initializer is { Expressions.Count: > 0 } own ? " " + OneLine.Of(own) : "";
        var name = context.Name(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        if (SharedVariable.Declare(context, "SharedHttpClient", name, handler, initialiser) is not { } shared)
        {
            return false;
        }

        replace(shared);
        foreach (var disposal in use.Disposals)
        {
            context.Rewrite.Add(context.Document, context.Layout.Without(disposal));
        }

        return true;
    }
}
