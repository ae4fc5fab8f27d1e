using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1006_CodeGeneratedPerRequest;

/// <summary>Tells the calls that make code each time from those whose result the runtime keeps, or that make none.</summary>
internal static class Repetition
{
    private const int Compiled = 8;

    /// <summary>A call that makes code each time it runs, as a sink.</summary>
    public static Sink? FindRepeated(IOperation operation) =>
        CodeGenerators.Find(operation) is { } sink && MakesCodeEachTime(operation) && IsNewForTheRequest(operation, Frame.Default) ? sink : null;

    /// <summary>What the code of a call tells: a regular expression is compiled where it says so, and the static methods are called by their type's name.</summary>
    public static bool MayBe(SyntaxNode call) => call switch
    {
        ObjectCreationExpressionSyntax { Type: var type, ArgumentList: var arguments } => CandidateUse.LastName(type) switch
        {
            "Regex" => call.ToString().Contains("Compiled"),
            "XmlSerializer" => arguments?.Arguments.Count > 1,
            _ => true,
        },
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } => called.Name.Identifier.ValueText switch
        {
            "IsMatch" or "Match" or "Matches" or "Replace" or "Split" or "Count" or "EnumerateMatches" => CandidateUse.LastName(called.Expression) == "Regex" && call.ToString().Contains("Compiled"),
            "Load" => CandidateUse.LastName(called.Expression) == "Assembly",
            "Create" or "EvaluateAsync" or "RunAsync" => CandidateUse.LastName(called.Expression) == "CSharpScript",
            _ => true,
        },
        _ => true,
    };

    /// <summary>What the call alone tells.</summary>
    public static bool MakesCodeEachTime(IOperation operation) => operation switch
    {
        IObjectCreationOperation { Type.Name: "XmlSerializer", Constructor: { } constructor } => !IsKeptByTheRuntime(constructor),
        IObjectCreationOperation { Type.Name: "Regex", Arguments: var arguments } => IsCompiled(arguments),
        IInvocationOperation { TargetMethod: { Name: "CreateSerializer" } method } => !IsKeptByTheRuntime(method),
        IInvocationOperation { TargetMethod: { ContainingType.Name: "Regex", IsStatic: var isStatic }, Arguments: var arguments } => isStatic && IsCompiled(arguments),
        IInvocationOperation { TargetMethod: { ContainingType.Name: "Assembly" } method } => method.Parameters.FirstOrDefault()?.Type is IArrayTypeSymbol,
        IInvocationOperation { TargetMethod.Name: "Compile", Arguments: var arguments } => !Prefers(arguments),
        _ => true,
    };

    /// <summary>What the body around it adds.</summary>
    public static bool IsNewForTheRequest(IOperation operation, Frame frame) => operation switch
    {
        // The runtime keeps the last few patterns of the static methods: only a pattern that changes is compiled again.
        IInvocationOperation { TargetMethod.ContainingType.Name: "Regex" } call => ComesWithTheRequest(Argument(call.Arguments, "pattern"), SharedState.Scope(call, frame), depth: 3),
        // What was compiled in the same body is one finding, reported where it is compiled.
        IInvocationOperation { TargetMethod.ContainingType.Name: "Assembly" } => !Calls(operation, frame, "Emit"),
        IObjectCreationOperation { Type.Name: var name } when name.EndsWith("LoadContext", StringComparison.Ordinal) => !Calls(operation, frame, "Emit") && !Calls(operation, frame, "Unload"),
        _ => true,
    };

    /// <summary><c>XmlSerializer(Type)</c> and <c>XmlSerializer(Type, string)</c>; all others generate an assembly each time (measured on .NET 10).</summary>
    private static bool IsKeptByTheRuntime(IMethodSymbol method) =>
        method.Parameters is { Length: 1 or 2 } parameters
        && parameters[0].Type.Is("System", "Type")
        && (parameters.Length == 1 || parameters[1].Type.SpecialType == SpecialType.System_String);

    private static bool IsCompiled(ImmutableArray<IArgumentOperation> arguments) => Argument(arguments, "options") is { } options && HasCompiled(options);

    private static bool HasCompiled(IOperation options) => options switch
    {
        { ConstantValue: { HasValue: true, Value: int flags } } => (flags & Compiled) != 0,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Or } either => HasCompiled(either.LeftOperand) || HasCompiled(either.RightOperand),
        _ => false,
    };

    private static bool Prefers(ImmutableArray<IArgumentOperation> arguments) =>
        Argument(arguments, "preferInterpretation") is { ConstantValue: { HasValue: true, Value: true } };

    private static bool ComesWithTheRequest(IOperation? value, IOperation scope, int depth) =>
        value is { ConstantValue.HasValue: false } && value.DescendantsAndSelf().Any(part => part switch
        {
            IParameterReferenceOperation { Parameter: var parameter } => parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor },
            ILocalReferenceOperation { Local: var local } => depth > 0 && (IsLoopVariable(local) || SharedState.ValuesOf(local, scope).Any(source => ComesWithTheRequest(source, scope, depth - 1))),
            _ => false,
        });

    private static bool IsLoopVariable(ILocalSymbol local) => local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ForEachStatementSyntax;

    private static IOperation? Argument(ImmutableArray<IArgumentOperation> arguments, string name)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Name == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private static bool Calls(IOperation operation, Frame frame, string method) =>
        SharedState.Scope(operation, frame).Descendants().Any(part => part is IInvocationOperation { TargetMethod.Name: var name } && name == method);
}
