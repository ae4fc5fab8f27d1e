using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.GiveBack;

/// <summary>Whether the code between a Rent and its Return can leave without passing the Return.</summary>
internal static class Protection
{
    /// <summary>What leaves first, or null where the Return stands in a <c>finally</c> or nothing between them can leave.</summary>
    public static IOperation? FirstExit(IOperation rent, ImmutableArray<IInvocationOperation> returns)
    {
        foreach (var call in returns)
        {
            if (IsInFinally(call))
            {
                return null;
            }
        }

        var last = 0;
        foreach (var call in returns)
        {
            last = Math.Max(last, call.Syntax.SpanStart);
        }

        var home = Body.Function(rent);
        foreach (var operation in (home ?? Body.Root(rent)).Descendants())
        {
            var start = operation.Syntax.SpanStart;
            if (start > rent.Syntax.Span.End && start < last && Leaves(operation) && Body.Function(operation) == home && !IsReturnedBefore(operation, returns))
            {
                return operation;
            }
        }

        return null;
    }

    private static bool Leaves(IOperation operation) => operation switch
    {
        { IsImplicit: true } => false,
        IAwaitOperation or IThrowOperation => true,
        IReturnOperation => operation.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.StatementSyntax,
        IInvocationOperation call => !RentedArrays.IsArrayPool(call.TargetMethod.ContainingType) && !IsSimple(call.TargetMethod),
        _ => false,
    };

    /// <summary>Copies, arithmetic and encodings do not throw unless the code around them is wrong.</summary>
    private static bool IsSimple(IMethodSymbol method) =>
        method.ContainingType is
        {
            Name: "Array" or "Buffer" or "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" or "MemoryExtensions" or "Math" or "String" or "Convert"
            or "BinaryPrimitives" or "Encoding" or "Unsafe" or "MemoryMarshal" or "BitConverter" or "Char" or "ArraySegment" or "Stopwatch"
        } type
        && type.ContainingNamespace is { } space
        && (space.Is("System") || space.Is("System.Buffers.Binary") || space.Is("System.Text") || space.Is("System.Runtime.CompilerServices") || space.Is("System.Runtime.InteropServices") || space.Is("System.Diagnostics"));

    private static bool IsReturnedBefore(IOperation exit, ImmutableArray<IInvocationOperation> returns)
    {
        for (var block = exit.Parent; block is not null; block = block.Parent)
        {
            if (block is not (IBlockOperation or ISwitchCaseOperation))
            {
                continue;
            }

            foreach (var call in returns)
            {
                if (call.Syntax.SpanStart < exit.Syntax.SpanStart && call.Parent is IExpressionStatementOperation { Parent: var home } && home == block)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsInFinally(IOperation operation)
    {
        for (IOperation current = operation, parent = operation.Parent!; parent is not null; current = parent, parent = parent.Parent!)
        {
            if (parent is ITryOperation @try && @try.Finally == current)
            {
                return true;
            }
        }

        return false;
    }
}
