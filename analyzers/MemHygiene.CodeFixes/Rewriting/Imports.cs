using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rewriting;

/// <summary>Using directives: none where the namespace is in scope already (implicit and global usings count), else in their sorted place.</summary>
internal static class Imports
{
    public static bool InScope(SemanticModel model, int position, string namespaceName)
    {
        for (var inside = model.GetEnclosingSymbol(position)?.ContainingNamespace; inside is { IsGlobalNamespace: false }; inside = inside.ContainingNamespace)
        {
            if (inside.ToDisplayString() == namespaceName)
            {
                return true;
            }
        }

        return model.GetImportScopes(position)
            .SelectMany(scope => scope.Imports)
            .Any(import => import.NamespaceOrType is INamespaceSymbol imported && imported.ToDisplayString() == namespaceName);
    }

    public static async Task<IEnumerable<TextChange>> AddAsync(Document document, IEnumerable<string> namespaces, CancellationToken cancellation)
    {
        var root = (CompilationUnitSyntax)(await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        var layout = new Layout(await document.GetTextAsync(cancellation).ConfigureAwait(false));
        var existing = Existing(root);
        var plain = existing.Where(IsPlain).ToList();
        return plain.Count > 0
            ? namespaces.Select(name => AmongSorted(plain, name, layout))
            : [AtTheTop(root, existing, string.Concat(namespaces.Select(name => $"using {name};{layout.NewLine}")), layout)];
    }

    private static SyntaxList<UsingDirectiveSyntax> Existing(CompilationUnitSyntax root)
    {
        var inNamespace = root.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault();
        return root.Usings.Any(IsPlain) || inNamespace is null || !inNamespace.Usings.Any(IsPlain) ? root.Usings : inNamespace.Usings;
    }

    private static bool IsPlain(UsingDirectiveSyntax directive) =>
        directive is { Alias: null, Name: not null } && directive.StaticKeyword.IsKind(SyntaxKind.None) && directive.GlobalKeyword.IsKind(SyntaxKind.None);

    private static TextChange AmongSorted(List<UsingDirectiveSyntax> plain, string name, Layout layout)
    {
        var next = plain.FirstOrDefault(directive => UsingOrder.Instance.Compare(directive.Name!.ToString(), name) > 0);
        return next is null
            ? layout.LineAfter(plain[plain.Count - 1], $"using {name};")
            : new TextChange(new TextSpan(next.SpanStart, 0), $"using {name};{layout.NewLine}{layout.IndentationOf(next)}");
    }

    private static TextChange AtTheTop(CompilationUnitSyntax root, SyntaxList<UsingDirectiveSyntax> existing, string lines, Layout layout)
    {
        if (existing.LastOrDefault(directive => !directive.GlobalKeyword.IsKind(SyntaxKind.None)) is { } lastGlobal)
        {
            return new TextChange(new TextSpan(lastGlobal.FullSpan.End, 0), lines);
        }

        return new TextChange(new TextSpan(EndOfHeader(root), 0), existing.Count > 0 ? lines : lines + layout.NewLine);
    }

    /// <summary>A comment that a blank line separates from the code is the file's header and stays first.</summary>
    private static int EndOfHeader(CompilationUnitSyntax root)
    {
        var sawComment = false;
        var lineIsEmpty = true;
        foreach (var trivia in root.GetLeadingTrivia())
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                if (lineIsEmpty && sawComment)
                {
                    return trivia.Span.End;
                }

                lineIsEmpty = true;
            }
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                sawComment = true;
                lineIsEmpty = trivia.HasStructure;
            }
        }

        return 0;
    }
}
