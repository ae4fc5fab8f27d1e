using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1004_FileParsedPerRequest;

/// <summary>What becomes of a file that is read for something else than JSON. Some only pass through: written, converted or deleted in the same body, or made in the temporary folder.</summary>
internal static class PassingFiles
{
    public static bool IsOne(IOperation read, Frame frame)
    {
        foreach (var operation in SharedState.Scope(read, frame).Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod: { ContainingType: { } owner } method } && IsSign(owner, method.Name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is made of the text: the calls and objects that it goes into, directly or through a local. Where one of them is kept, the file is not read again.</summary>
    public static IEnumerable<IOperation> Products(IOperation value, Frame frame, int depth = 2)
    {
        for (var current = value.Parent; current is not null and not IBlockOperation; current = current.Parent)
        {
            if (current is IInvocationOperation or IObjectCreationOperation)
            {
                yield return current;
            }
            else if (current is IVariableDeclaratorOperation { Symbol: var local } && depth > 0)
            {
                foreach (var operation in SharedState.Scope(value, frame).Descendants())
                {
                    if (operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local))
                    {
                        foreach (var product in Products(reference, frame, depth - 1))
                        {
                            yield return product;
                        }
                    }
                }
            }
        }
    }

    /// <summary>The same of a caller, which hands the path down: its code writes the file, or makes up a name for it.</summary>
    public static bool IsNear(SyntaxNode call) => call.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().Any(node =>
        node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method, Expression: var owner } } && CandidateUse.LastName(owner) is { } name && IsSign(name, method)) == true;

    private static bool IsSign(INamedTypeSymbol owner, string method) => IsSign(owner.Name, method);

    private static bool IsSign(string owner, string method) => owner switch
    {
        "File" or "IFile" or "FileBase" => method.StartsWith("Write", StringComparison.Ordinal) || method is "Delete" or "Create" or "OpenWrite" or "Move" or "Copy",
        "Path" or "IPath" or "PathBase" => method is "GetTempFileName" or "GetTempPath" or "GetRandomFileName",
        "Process" => method is "Start",
        _ => false,
    };
}
