using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Moving;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1006_CodeGeneratedPerRequest;

/// <summary>Keeps a compiled <c>Regex</c> or an <c>XmlSerializer</c> in a static field where its arguments never change.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CodeGeneratedPerRequestFixer))]
internal sealed class CodeGeneratedPerRequestFixer() : SinkFixer(RuleIds.CodeGeneratedPerRequest, FixTitle)
{
    internal const string FixTitle = "Keep it in a static field";

    protected override Task<bool> FixAsync(SinkContext context) => Task.FromResult(TryShare(context));

    private static bool TryShare(SinkContext context)
    {
        if (context.Sink is not BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList: { } arguments } creation
            || context.Model.GetTypeInfo(creation, context.Cancellation).Type is not INamedTypeSymbol { Name: "Regex" or "XmlSerializer" } type
            || !FixedArguments.Are(context, arguments)
            || ChangesIt(context, creation))
        {
            return false;
        }

        if (creation.Parent is EqualsValueClauseSyntax { Parent.Parent.Parent: FieldDeclarationSyntax field })
        {
            return TryMakeStatic(context, field);
        }

        if (MovedExpression.Of(context.Model, creation, SharedVariable.PlaceFor(creation), context.Cancellation) is not { Code: var code } moved
            || SharedVariable.Declare(context, NameFor(creation, type), context.Name(type), Between(code)) is not { } shared)
        {
            return false;
        }

        foreach (var name in moved.Namespaces)
        {
            context.Rewrite.Import(context.Document, context.Model, creation.SpanStart, name);
        }

        context.Rewrite.Replace(context.Document, creation.Span, shared);
        return true;
    }

    /// <summary>A field of the class already: it becomes static. Where it is used through an instance that does not compile, and is not offered.</summary>
    private static bool TryMakeStatic(SinkContext context, FieldDeclarationSyntax field)
    {
        var isReadOnly = field.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.ReadOnlyKeyword));
        if (!isReadOnly.IsKind(SyntaxKind.ReadOnlyKeyword)
            || field.Declaration.Variables.Count != 1
            || field.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword))
        {
            return false;
        }

        context.Rewrite.Insert(context.Document, isReadOnly.SpanStart, "static ");
        return true;
    }

    /// <summary>Handlers that a request adds to a shared serializer would pile up.</summary>
    private static bool ChangesIt(SinkContext context, ExpressionSyntax creation) =>
        creation.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } local }
        && LocalUse.Uses(context, local).Any(use => use.Parent is MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax } or AssignmentExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not 0 });

    /// <summary><c>var slug = new Regex(…)</c> gives <c>SlugRegex</c>; a name that says no more than the type gives <c>SharedRegex</c>.</summary>
    private static string NameFor(ExpressionSyntax creation, INamedTypeSymbol type)
    {
        var local = creation.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } ? Names.Pascal(variable.Identifier.ValueText) : "";
        if (local.Length < 2 || type.Name.EndsWith(local, StringComparison.OrdinalIgnoreCase))
        {
            return "Shared" + type.Name;
        }

        return local.EndsWith("Regex", StringComparison.Ordinal) || local.EndsWith("Serializer", StringComparison.Ordinal) ? local : local + (type.Name == "Regex" ? "Regex" : "Serializer");
    }

    private static string Between(string creation)
    {
        var open = creation.IndexOf('(');
        return creation.Substring(open + 1, creation.Length - open - 2);
    }
}
