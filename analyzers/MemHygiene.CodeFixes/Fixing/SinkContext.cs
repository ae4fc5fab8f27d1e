using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>What a rule's fix works on: the reported expression, what the compiler knows about it, and where the edits go.</summary>
internal sealed record SinkContext(SolutionRewrite Rewrite, Document Document, SemanticModel Model, ExpressionSyntax Sink, Layout Layout, CancellationToken Cancellation)
{
    /// <summary>Where this fix has brought a service already: the lambda, method or class that got it, and the name.</summary>
    public Dictionary<SyntaxNode, string> Reached { get; } = [];

    public INamedTypeSymbol? Type(string metadataName) => Model.Compilation.GetTypeByMetadataName(metadataName);

    /// <summary>How a type is written at the sink once its namespaces are imported, which this asks for.</summary>
    public string Name(ITypeSymbol type)
    {
        foreach (var name in TypeNames.Namespaces(type))
        {
            Rewrite.Import(Document, Model, Sink.SpanStart, name);
        }

        return TypeNames.Short(type);
    }
}
