using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.GiveBack;

/// <summary>
/// What a body does with a rented array, and with the spans and memories over it. The framework's methods borrow an array that they are given for
/// as long as they run; whatever is not known to borrow may keep it.
/// </summary>
internal sealed class RentedArrays
{
    private const int MaxDepth = 4;

    private readonly IOperation _home;
    private readonly IOperation _rent;
    private readonly ImmutableArray<IInvocationOperation>.Builder _returns = ImmutableArray.CreateBuilder<IInvocationOperation>();

    private RentedArrays(IOperation rent)
    {
        _rent = rent;
        _home = Body.Function(rent) ?? Body.Root(rent);
    }

    public ILocalSymbol? Local { get; private set; }

    /// <summary>The calls of <c>ArrayPool&lt;T&gt;.Return</c> that give it back.</summary>
    public ImmutableArray<IInvocationOperation> Returns => _returns.ToImmutable();

    public Fate Fate { get; private set; }

    public static RentedArrays Follow(IOperation rent)
    {
        var array = new RentedArrays(rent);
        array.Fate = array.OfValue(rent, MaxDepth);
        return array;
    }

    private Fate OfValue(IOperation made, int depth)
    {
        var value = Body.Outermost(made);
        if (depth == 0 || value.Type is null)
        {
            return Fate.HandedOn;
        }

        if (Body.Local(value, out _) is { } local)
        {
            Local ??= local;
            return OfLocal(local, depth - 1);
        }

        // Span<T> span = small ? stackalloc T[n] : (rented = pool.Rent(n)): two names for one array, and the span cannot give it back.
        if (value.Parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment && assignment.Value == value)
        {
            Local ??= target.Local;
            return Later(OfLocal(target.Local, depth - 1), OfValue(assignment, depth - 1));
        }

        return OfUse(value, depth);
    }

    private Fate OfLocal(ILocalSymbol local, int depth)
    {
        var fate = Fate.Dropped;
        foreach (var use in Body.UsesOf(local, _rent))
        {
            fate = Later(fate, (Body.Function(use) ?? Body.Root(use)) == _home ? OfReference(use, depth) : Fate.HandedOn);
        }

        return fate;
    }

    /// <summary>A reference is followed into spans and memories, but not into a second variable for the array: that one may be returned instead.</summary>
    private Fate OfReference(IOperation use, int depth)
    {
        var value = Body.Outermost(use);
        return IsView(value.Type) ? OfValue(use, depth) : OfUse(value, depth);
    }

    private Fate OfUse(IOperation use, int depth)
    {
        switch (use.Parent)
        {
            case IExpressionStatementOperation or IBinaryOperation or INameOfOperation or ILoopOperation or IFieldReferenceOperation:
            case IArrayElementReferenceOperation element when element.ArrayReference == use:
            case IAssignmentOperation assignment when assignment.Target == use:
            case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }:
            case IVariableInitializerOperation when use.Syntax.Parent?.Parent?.Parent?.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.FixedStatementSyntax:
                return Fate.Dropped;
            case IPropertyReferenceOperation property when property.Instance == use:
                return IsView(property.Type) ? OfValue(property, depth - 1) : Fate.Dropped;
            case IInvocationOperation call when call.Instance == use:
                return OfResult(call, depth);
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Return", ContainingType: var pool } } call } when IsArrayPool(pool):
                _returns.Add(call);
                return Fate.GivenBack;
            case IArgumentOperation { Parent: IInvocationOperation call } argument:
                return Borrows(call.TargetMethod, argument.Parameter) ? OfResult(call, depth) : Fate.HandedOn;
            case IArgumentOperation { Parent: IObjectCreationOperation creation }:
                return creation.Type?.SpecialType == SpecialType.System_String ? Fate.Dropped
                    : IsView(creation.Type) ? OfValue(creation, depth - 1)
                    : Fate.HandedOn;
            default:
                return Fate.HandedOn;
        }
    }

    /// <summary>What a borrowing call answers: a plain value holds nothing, a span still holds the array, and so does a task that nobody awaits here.</summary>
    private Fate OfResult(IInvocationOperation call, int depth)
    {
        var type = call.Type;
        if (IsView(type))
        {
            return OfValue(call, depth - 1);
        }

        if (Body.IsTask(type))
        {
            return IsAwaited(call) && IsPlain(SinkTable.Unwrapped(type!)) ? Fate.Dropped : Fate.HandedOn;
        }

        // span.ToArray() is a copy.
        return IsPlain(type) || (type is IArrayTypeSymbol && call.TargetMethod.Name is "ToArray" or "Clone" or "GetSubArray") ? Fate.Dropped : Fate.HandedOn;
    }

    private static bool IsAwaited(IOperation task)
    {
        var current = task;
        while (current.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" } call && call.Instance == current)
        {
            current = call;
        }

        return current.Parent is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "GetResult" or "Wait" } or IPropertyReferenceOperation { Property.Name: "Result" };
    }

    /// <summary>A span cannot be kept by anybody. An array or a memory is only borrowed by the framework, and only where it asks for one and not for any object.</summary>
    private static bool Borrows(IMethodSymbol method, IParameterSymbol? parameter)
    {
        if (parameter is null || parameter.RefKind is RefKind.Ref or RefKind.Out)
        {
            return false;
        }

        var asked = parameter.OriginalDefinition.Type;
        return asked.Is("System", "Span") || asked.Is("System", "ReadOnlySpan")
            || ((asked is IArrayTypeSymbol || IsView(asked)) && IsFramework(method.ContainingNamespace));
    }

    private static bool IsFramework(INamespaceSymbol? space)
    {
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name == "System";
    }

    private static bool IsView(ITypeSymbol? type) => type is { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" or "ArraySegment" } && type.ContainingNamespace.Is("System");

    private static bool IsPlain(ITypeSymbol? type) =>
        type is { SpecialType: not (SpecialType.None or SpecialType.System_Object) } or { TypeKind: TypeKind.Enum } or { Name: "Task" or "ValueTask" } or { Name: "ValueWebSocketReceiveResult" or "WebSocketReceiveResult" or "SocketReceiveFromResult" }
        && type is not INamedTypeSymbol { TypeKind: TypeKind.Interface };

    public static bool IsArrayPool(ITypeSymbol? type) => type.DerivesFrom("System.Buffers", "ArrayPool");

    private static Fate Later(Fate one, Fate other) => one > other ? one : other;
}
