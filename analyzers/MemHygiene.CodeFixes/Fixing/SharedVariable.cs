using MemHygiene.CodeFixes.Injection;
using MemHygiene.CodeFixes.Moving;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>A variable that all requests share: a static field of the class, or a local above the endpoint of a top-level program.</summary>
internal static class SharedVariable
{
    public static Destination PlaceFor(ExpressionSyntax sink) => Class(sink) is null ? Destination.LocalAbove : Destination.StaticField;

    /// <summary>
    /// The name of the variable that holds <c>new type(arguments) initialiser</c>, an existing one where there is one; null where there is no place
    /// for it.
    /// </summary>
    public static string? Declare(SinkContext context, string name, string type, string arguments, string initialiser = "") =>
        Class(context.Sink) is { } declaration
            ? DeclareField(context, declaration, name, type, $"{(InfersTypes(context) ? "new" : "new " + type)}({arguments}){initialiser}")
            : DeclareLocal(context, Names.Camel(name), $"new {type}({arguments}){initialiser}");

    private static ClassDeclarationSyntax? Class(ExpressionSyntax sink) => sink.FirstAncestorOrSelf<ClassDeclarationSyntax>();

    private static bool InfersTypes(SinkContext context) => context.Sink.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 };

    private static string? DeclareField(SinkContext context, ClassDeclarationSyntax declaration, string wanted, string type, string value)
    {
        if (declaration.Members.Count == 0)
        {
            return null;
        }

        var fields = Parts(context, declaration).SelectMany(part => part.Members.OfType<FieldDeclarationSyntax>())
            .Where(field => field.Modifiers.Any(SyntaxKind.StaticKeyword) && field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword))
            .Select(field => field.Declaration)
            .Where(field => field.Type.ToString() == type);
        if (Existing(fields, value) is { } existing)
        {
            return existing;
        }

        var name = Names.Unique(context.Model, declaration, wanted);
        context.Rewrite.Add(context.Document, ClassLayout.NewField(context.Layout, declaration, $"private static readonly {type} {name} = {value};"));
        return name;
    }

    private static IEnumerable<ClassDeclarationSyntax> Parts(SinkContext context, ClassDeclarationSyntax declaration) =>
        context.Model.GetDeclaredSymbol(declaration, context.Cancellation)?.DeclaringSyntaxReferences
            .Select(part => part.GetSyntax(context.Cancellation))
            .OfType<ClassDeclarationSyntax>() ?? [declaration];

    private static string? DeclareLocal(SinkContext context, string wanted, string value)
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

        var name = Names.Unique(context.Model, root, wanted);
        context.Rewrite.Add(context.Document, context.Layout.LineBefore(endpoint.Statement, $"var {name} = {value};"));
        return name;
    }

    /// <summary>Two endpoints that need the same share one variable.</summary>
    private static string? Existing(IEnumerable<VariableDeclarationSyntax> declarations, string value) =>
        declarations.SelectMany(declaration => declaration.Variables)
            .FirstOrDefault(variable => variable.Initializer?.Value.ToString() == value)?.Identifier.ValueText;
}
