using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.DeepCopy;

/// <summary>Writes the field-wise deep copy of every document type of a JSON store, and the module initializer that announces it to the store.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class DeepCopyGenerator : IIncrementalGenerator
{
    /// <summary>The steps that tests look at: what is written must not change with an unrelated edit.</summary>
    internal const string Copies = nameof(Copies);

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var marked = context.SyntaxProvider.ForAttributeWithMetadataName(
            DocumentTypes.Attribute,
            static (node, _) => node is TypeDeclarationSyntax,
            static (found, token) => Write(found.TargetSymbol as ITypeSymbol, found.SemanticModel.Compilation, token));
        var registered = context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => node is InvocationExpressionSyntax call && DocumentTypes.MayRegister(call),
            static (found, token) => Write(
                DocumentTypes.Registered((InvocationExpressionSyntax)found.Node, found.SemanticModel, token), found.SemanticModel.Compilation, token));
        var copies = marked.Collect().Combine(registered.Collect())
            .SelectMany(static (found, _) => found.Left.AddRange(found.Right).OfType<GeneratedCopy>().Distinct())
            .WithTrackingName(Copies);
        context.RegisterSourceOutput(copies, static (output, copy) => output.AddSource(copy.HintName, SourceText.From(copy.Source, Encoding.UTF8)));
    }

    private static GeneratedCopy? Write(ITypeSymbol? document, Compilation compilation, CancellationToken token) =>
        document is not null && DocumentTypes.IsCopied(document, compilation) ? DocumentCopy.Of(document, (CSharpCompilation)compilation, token).Generated : null;
}
