using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest;

/// <summary>
/// An initialiser that says the same for every request, wherever it stands: constants and what libraries offer as static. The code's own static
/// fields are not among them, since a field above might not have its value yet.
/// </summary>
internal static class FixedSettings
{
    public static bool Are(SinkContext context, InitializerExpressionSyntax settings) =>
        settings.DescendantTrivia().All(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia))
        && settings.DescendantNodes().All(node => node switch
        {
            AnonymousFunctionExpressionSyntax or AwaitExpressionSyntax or InstanceExpressionSyntax => false,
            SimpleNameSyntax name => IsFixed(context, name),
            _ => true,
        });

    private static bool IsFixed(SinkContext context, SimpleNameSyntax name) => context.Model.GetSymbolInfo(name, context.Cancellation).Symbol switch
    {
        INamespaceSymbol => true,
        INamedTypeSymbol { TypeKind: not TypeKind.Error } => true,
        IFieldSymbol { HasConstantValue: true } => true,
        IFieldSymbol or IPropertySymbol or IMethodSymbol => IsLibrarys(context, name),
        _ => false,
    };

    private static bool IsLibrarys(SinkContext context, SimpleNameSyntax name)
    {
        var symbol = context.Model.GetSymbolInfo(name, context.Cancellation).Symbol!;
        var hasReceiver = name.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Name == name,
            AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left == name,
            _ => false,
        };
        return symbol.DeclaringSyntaxReferences.IsEmpty && (symbol.IsStatic || hasReceiver);
    }
}
