using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Hosts;

/// <summary><c>.ConfigureServices((context, services) => { … })</c> in the entry point's file: registrations begin the delegate's body.</summary>
internal static class ConfiguredHost
{
    public static async Task<HostEntry?> FindAsync(Document document, CancellationToken cancellation)
    {
        var root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (HostChain.MethodName(call) == "ConfigureServices"
                && call.ArgumentList.Arguments is { Count: 1 } arguments
                && arguments[0].Expression is LambdaExpressionSyntax { Body: BlockSyntax body } lambda
                && !call.Ancestors().Any(around => around is IfStatementSyntax or ConditionalExpressionSyntax or SwitchSectionSyntax)
                && model.GetSymbolInfo(lambda, cancellation).Symbol is IMethodSymbol { Parameters: { Length: > 0 } parameters }
                && ServiceCollections.Are(parameters[parameters.Length - 1].Type))
            {
                var services = parameters[parameters.Length - 1].Name;
                return new HostEntry(document, model, services, services, body, Values(parameters));
            }
        }

        return null;
    }

    private static Dictionary<string, string> Values(IReadOnlyList<IParameterSymbol> parameters)
    {
        var values = new Dictionary<string, string>();
        if (parameters.Count == 2 && parameters[0] is { Name: not "_" } context)
        {
            foreach (var property in context.Type.GetMembers().OfType<IPropertySymbol>())
            {
                foreach (var service in ServiceCollections.ServicesOf(property.Type))
                {
                    values[service] = $"{context.Name}.{property.Name}";
                }
            }
        }

        return values;
    }
}
