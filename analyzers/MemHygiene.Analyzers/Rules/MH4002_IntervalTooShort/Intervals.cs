using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH4002_IntervalTooShort;

/// <summary>Intervals that are written in the code: a number of milliseconds, or a <c>TimeSpan</c> made of constants.</summary>
internal static class Intervals
{
    /// <summary>The length in seconds, or null where the code does not say it. Zero and the infinite -1 are no intervals, but are given back.</summary>
    public static double? Seconds(IOperation value) => value switch
    {
        IConversionOperation { Operand: var operand } => Seconds(operand),
        { ConstantValue: { HasValue: true, Value: { } constant } } => Number(constant) / 1000,
        IInvocationOperation { TargetMethod: { ContainingType.Name: "TimeSpan" } method, Arguments: { Length: > 0 } arguments } => Number(arguments[0].Value) * Unit(method.Name),
        IObjectCreationOperation { Type.Name: "TimeSpan", Arguments: { Length: 3 } parts } => (Number(parts[0].Value) * 3600) + (Number(parts[1].Value) * 60) + Number(parts[2].Value),
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } => OfField(field, value),
        _ => null,
    };

    // private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static double? OfField(IFieldSymbol field, IOperation reference) =>
        field.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration
        && declaration.SyntaxTree == reference.Syntax.SyntaxTree
        && declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } initializer }
        && reference.SemanticModel?.GetOperation(initializer) is not IFieldReferenceOperation and { } initial
            ? Seconds(initial)
            : null;

    private static double? Unit(string factory) => factory switch
    {
        "FromMilliseconds" => 0.001,
        "FromSeconds" => 1,
        "FromMinutes" => 60,
        _ => null,
    };

    private static double? Number(IOperation value) => value is IConversionOperation { Operand: var operand, ConstantValue.HasValue: false } ? Number(operand)
        : value.ConstantValue is { HasValue: true, Value: { } constant } ? Number(constant)
        : null;

    private static double? Number(object constant) => constant switch
    {
        int number => number,
        long number => number,
        uint number => number,
        double number => number,
        float number => number,
        _ => null,
    };
}
