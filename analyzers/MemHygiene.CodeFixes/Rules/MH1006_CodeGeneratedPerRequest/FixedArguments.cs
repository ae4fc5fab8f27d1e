using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1006_CodeGeneratedPerRequest;

/// <summary>Arguments that are the same for every request: constants, types, attributes made of these, and fields that are never set again.</summary>
internal static class FixedArguments
{
    public static bool Are(SinkContext context, ArgumentListSyntax arguments) =>
        arguments.DescendantNodes().OfType<SimpleNameSyntax>().All(name => IsFixed(context, name));

    private static bool IsFixed(SinkContext context, SimpleNameSyntax name)
    {
        if (name.Parent is NameColonSyntax)
        {
            return true;
        }

        return context.Model.GetSymbolInfo(name, context.Cancellation).Symbol switch
        {
            INamedTypeSymbol or INamespaceSymbol => true,
            IFieldSymbol { HasConstantValue: true } or ILocalSymbol { HasConstantValue: true } => true,
            IFieldSymbol { IsStatic: true, IsReadOnly: true } field => IsSetBefore(context, field),
            IMethodSymbol { ContainingType: { Name: "TimeSpan", ContainingNamespace.Name: "System" } } => true,
            IMethodSymbol { MethodKind: MethodKind.Constructor } => true,
            IPropertySymbol => name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment && assignment.Left == name,
            _ => false,
        };
    }

    /// <summary>Static fields of one class are set in the order of the file, so the new one stands behind; between the parts of a class there is no order.</summary>
    private static bool IsSetBefore(SinkContext context, IFieldSymbol field) =>
        field.ContainingType.DeclaringSyntaxReferences.Length <= 1
        && (field.DeclaringSyntaxReferences.Length == 0 || field.DeclaringSyntaxReferences[0].GetSyntax(context.Cancellation) is VariableDeclaratorSyntax { Initializer: not null });
}
