using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1009_LargeBufferPerRequest;

/// <summary>How many bytes an array creation, or the buffer of a new stream or collection, takes; null where the size is not written in the code.</summary>
internal static class BufferSizes
{
    public const long LargeObject = 85_000;

    // An array's header and length on 64 bits.
    private const int Header = 24;

    public static long? Bytes(IOperation operation) => operation switch
    {
        IArrayCreationOperation { Type: IArrayTypeSymbol array, DimensionSizes: var sizes, Initializer: null } => Bytes(SizeOf(array.ElementType), sizes),
        IObjectCreationOperation { Type: INamedTypeSymbol type, Arguments: { Length: > 0 } arguments } when UnitOf(type) is { } unit => Bytes(unit, arguments),
        IInvocationOperation { TargetMethod: { Name: "AllocateUninitializedArray" or "AllocateArray", TypeArguments: { Length: 1 } types } method, Arguments: var arguments }
            when method.ContainingType.Is("System", "GC") => Bytes(SizeOf(types[0]), arguments),
        _ => null,
    };

    private static long? Bytes(int? unit, IEnumerable<IOperation> sizes)
    {
        long? bytes = unit;
        foreach (var size in sizes)
        {
            bytes *= Number(size);
        }

        return bytes + Header;
    }

    private static long? Bytes(int? unit, IEnumerable<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: "capacity" or "bufferSize" or "initialCapacity" or "length" })
            {
                return unit * Number(argument.Value) + Header;
            }
        }

        return null;
    }

    /// <summary>A constant, a read-only field or a local with one: <c>static readonly int Size = 1 &lt;&lt; 20;</c></summary>
    private static long? Number(IOperation value) => value switch
    {
        { ConstantValue: { HasValue: true, Value: int number } } => number,
        { ConstantValue: { HasValue: true, Value: long number } } => number,
        { ConstantValue: { HasValue: true, Value: uint number } } => number,
        IConversionOperation { Operand: var operand } => Number(operand),
        IFieldReferenceOperation { Field: { IsReadOnly: true, IsStatic: true } field } => Initial(field, value),
        ILocalReferenceOperation { Local: var local } => Initial(local, value),
        _ => null,
    };

    /// <summary>Read in this file only; a local that is assigned again would have to be followed, so it must have the size where it is declared and a name that stays.</summary>
    private static long? Initial(ISymbol symbol, IOperation use)
    {
        if (symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: var initial }
            || use.SemanticModel is not { } model
            || initial.SyntaxTree != use.Syntax.SyntaxTree
            || (symbol is ILocalSymbol local && IsSetAgain(local, use)))
        {
            return null;
        }

        return model.GetConstantValue(initial).Value switch
        {
            int number => number,
            long number => number,
            _ => null,
        };
    }

    private static bool IsSetAgain(ILocalSymbol local, IOperation use)
    {
        var root = use;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        foreach (var part in root.Descendants())
        {
            var target = part switch
            {
                IAssignmentOperation assignment => assignment.Target,
                IIncrementOrDecrementOperation change => change.Target,
                IArgumentOperation { Parameter.RefKind: not RefKind.None } argument => argument.Value,
                _ => null,
            };
            if (target is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What one unit of the capacity takes, for types that allocate it at once.</summary>
    private static int? UnitOf(INamedTypeSymbol type) => type.Name switch
    {
        "MemoryStream" or "FileStream" or "BufferedStream" when type.ContainingNamespace.Is("System.IO") => 1,
        "StringBuilder" when type.ContainingNamespace.Is("System.Text") => sizeof(char),
        "StreamReader" or "StreamWriter" when type.ContainingNamespace.Is("System.IO") => sizeof(char),
        "List" or "Queue" or "Stack" when type is { TypeArguments: { Length: 1 } items } && type.ContainingNamespace.Is("System.Collections.Generic") => SizeOf(items[0]),
        "ArrayBufferWriter" when type is { TypeArguments: { Length: 1 } items } && type.ContainingNamespace.Is("System.Buffers") => SizeOf(items[0]),
        _ => null,
    };

    /// <summary>Null for structures of others, whose fields would have to be laid out.</summary>
    private static int? SizeOf(ITypeSymbol type) => type switch
    {
        { IsReferenceType: true } or { TypeKind: TypeKind.Pointer } => 8,
        INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } => SizeOf(underlying),
        { Name: "Guid", ContainingNamespace.Name: "System" } => 16,
        { Name: "TimeSpan" or "DateTime", ContainingNamespace.Name: "System" } => 8,
        _ => type.SpecialType switch
        {
            SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte => 1,
            SpecialType.System_Char or SpecialType.System_Int16 or SpecialType.System_UInt16 => 2,
            SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single => 4,
            SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double or SpecialType.System_IntPtr or SpecialType.System_UIntPtr => 8,
            SpecialType.System_Decimal => 16,
            _ => null,
        },
    };
}
