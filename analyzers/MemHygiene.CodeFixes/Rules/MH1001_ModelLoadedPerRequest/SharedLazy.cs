using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Injection;
using MemHygiene.CodeFixes.Moving;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rules.MH1001_ModelLoadedPerRequest;

/// <summary>Without MemHygiene: a static <see cref="Lazy{T}"/> of the class, or a local above the endpoint of a top-level program.</summary>
internal static class SharedLazy
{
    public static bool TryApply(SinkContext context, ModelLoad load)
    {
        var declaration = context.Sink.FirstAncestorOrSelf<ClassDeclarationSyntax>();
        var destination = declaration is null ? Destination.LocalAbove : Destination.StaticField;
        if (context.Model.GetTypeInfo(context.Sink, context.Cancellation).Type is not { } type
            || MovedExpression.Of(context.Model, context.Sink, destination, context.Cancellation) is not { } moved
            || !TryReplaceLoad(context, load, out var value))
        {
            return false;
        }

        foreach (var name in moved.Namespaces.Append("System"))
        {
            context.Rewrite.Import(context.Document, context.Model, context.Sink.SpanStart, name);
        }

        var lazy = $"Lazy<{context.Name(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated))}>";
        var factory = $"() => {moved.Code}";
        var shared = declaration is null
            ? DeclareLocal(context, load, $"new {lazy}({factory})")
            : DeclareField(context, declaration, load, lazy, $"new({factory})");
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

    private static string DeclareField(SinkContext context, ClassDeclarationSyntax declaration, ModelLoad load, string lazy, string value)
    {
        if (Existing(declaration.Members.OfType<FieldDeclarationSyntax>().Where(field => field.Modifiers.Any(SyntaxKind.StaticKeyword)).Select(field => field.Declaration), value) is { } existing)
        {
            return existing;
        }

        var name = Names.Unique(context.Model, declaration, "Shared" + Names.Pascal(Names.FromType(load.Model)));
        context.Rewrite.Add(context.Document, ClassLayout.NewField(context.Layout, declaration, $"private static readonly {lazy} {name} = {value};"));
        return name;
    }

    private static string? DeclareLocal(SinkContext context, ModelLoad load, string value)
    {
        var root = (CompilationUnitSyntax)context.Sink.SyntaxTree.GetRoot(context.Cancellation);
        if (context.Sink.Ancestors().OfType<GlobalStatementSyntax>().FirstOrDefault() is not { } endpoint)
        {
            return null;
        }

        var locals = root.Members.TakeWhile(member => member != endpoint)
            .OfType<GlobalStatementSyntax>()
            .Select(member => (member.Statement as LocalDeclarationStatementSyntax)?.Declaration);
        if (Existing(locals.OfType<VariableDeclarationSyntax>(), value) is { } existing)
        {
            return existing;
        }

        var name = Names.Unique(context.Model, root, "shared" + Names.Pascal(Names.FromType(load.Model)));
        context.Rewrite.Add(context.Document, context.Layout.LineBefore(endpoint.Statement, $"var {name} = {value};"));
        return name;
    }

    /// <summary>Two endpoints that load the same model share one variable.</summary>
    private static string? Existing(IEnumerable<VariableDeclarationSyntax> declarations, string value) =>
        declarations.SelectMany(declaration => declaration.Variables)
            .FirstOrDefault(variable => variable.Initializer?.Value.ToString() == value)?.Identifier.ValueText;
}
