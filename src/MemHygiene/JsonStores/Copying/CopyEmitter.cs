using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace MemHygiene.JsonStores.Copying;

/// <summary>Writes what copies one type: a method's whole body, or in place where a call would cost too much.</summary>
/// <param name="compiler">Knows the other methods.</param>
/// <param name="il">The method's; its first argument is the array of delegates.</param>
/// <param name="loadSource">Puts the object on the stack, as often as it is called.</param>
[RequiresDynamicCode(CompiledCopies.DynamicCodeReason)]
internal sealed class CopyEmitter(CopyCompiler compiler, ILGenerator il, Action loadSource)
{
    private static readonly MethodInfo GetTypeOf = typeof(object).GetMethod(nameof(GetType))!;
    private static readonly MethodInfo TypeFromHandle = typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!;
    private static readonly MethodInfo TypesAreEqual = typeof(Type).GetMethod("op_Equality")!;
    private static readonly MethodInfo Allocate = AllocateMethod();
    private static readonly MethodInfo DeepClone = typeof(JsonNode).GetMethod(nameof(JsonNode.DeepClone))!;
    private static readonly MethodInfo Unknown = typeof(CollectionCopies).GetMethod(nameof(CollectionCopies.Unknown))!;

    private readonly Label _end = il.DefineLabel();

    /// <summary>Leaves the copy on the stack.</summary>
    public void Emit(TypePlan plan)
    {
        var copy = il.DeclareLocal(plan.Type);
        if (!plan.Type.IsValueType)
        {
            EmitNullCheck(copy);
        }

        if (plan.NeedsTypeCheck)
        {
            EmitTypeCheck(plan, copy);
        }

        if (plan.IsConcrete)
        {
            EmitBody(plan);
            il.Emit(OpCodes.Stloc, copy);
        }

        il.MarkLabel(_end);
        il.Emit(OpCodes.Ldloc, copy);
    }

    public bool IsShared(Type type) => compiler.PlanFor(type) is null;

    /// <summary>Leaves the copy of a value on the stack: by a call, or in place where a call would be a good part of the cost.</summary>
    /// <param name="type">As declared.</param>
    /// <param name="load">Puts the value there.</param>
    /// <param name="isElement">One of many.</param>
    public void EmitCopy(Type type, Action load, bool isElement = false)
    {
        if (compiler.PlanFor(type) is not { } plan)
        {
            load();
        }
        else if (IsSmall(plan) || (isElement && plan.Shape is CopyShape.Fields or CopyShape.List or CopyShape.Array))
        {
            // It comes to an end: what a field refers to is called, unless that refers to nothing itself.
            var source = il.DeclareLocal(type);
            load();
            il.Emit(OpCodes.Stloc, source);
            new CopyEmitter(compiler, il, () => il.Emit(OpCodes.Ldloc, source)).Emit(plan);
        }
        else
        {
            il.Emit(OpCodes.Ldarg_0);
            load();
            il.Emit(OpCodes.Call, compiler.MethodFor(type));
        }
    }

    private bool IsSmall(TypePlan plan) => plan switch
    {
        { Shape: CopyShape.List } => IsShared(plan.Type.GenericTypeArguments[0]),
        { Shape: CopyShape.Array } => IsShared(plan.Type.GetElementType()!),
        { Shape: CopyShape.Fields, Part: null, Others: [] } => plan.Fields.All(field => IsShared(field.FieldType)),
        _ => false,
    };

    private void EmitBody(TypePlan plan)
    {
        switch (plan.Shape)
        {
            case CopyShape.Value:
                EmitValue(plan);
                break;
            case CopyShape.Fields:
                EmitFields(plan);
                break;
            case CopyShape.Array:
                new ElementEmitter(this, il, loadSource).EmitArray(plan.Type.GetElementType()!);
                break;
            case CopyShape.List:
                new ElementEmitter(this, il, loadSource).EmitList(plan.Type.GenericTypeArguments[0]);
                break;
            case CopyShape.Method:
                EmitCall(plan.Method!);
                break;
            case CopyShape.Clone:
                loadSource();
                il.Emit(OpCodes.Callvirt, DeepClone);
                break;
        }
    }

    private void EmitNullCheck(LocalBuilder copy)
    {
        var isObject = il.DefineLabel();
        loadSource();
        il.Emit(OpCodes.Brtrue, isObject);
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Stloc, copy);
        il.Emit(OpCodes.Br, _end);
        il.MarkLabel(isObject);
    }

    // Falls through with an object of the declared type itself.
    private void EmitTypeCheck(TypePlan plan, LocalBuilder copy)
    {
        var isDeclared = il.DefineLabel();
        if (plan.IsConcrete)
        {
            EmitJumpIfExactly(plan.Type, isDeclared);
        }

        foreach (var other in plan.Others)
        {
            var isAnother = il.DefineLabel();
            var next = il.DefineLabel();
            EmitJumpIfExactly(other, isAnother);
            il.Emit(OpCodes.Br, next);
            il.MarkLabel(isAnother);
            EmitCopy(other, loadSource);
            il.Emit(OpCodes.Stloc, copy);
            il.Emit(OpCodes.Br, _end);
            il.MarkLabel(next);
        }

        loadSource();
        il.Emit(OpCodes.Call, Unknown);
        il.Emit(OpCodes.Throw);
        il.MarkLabel(isDeclared);
    }

    // In this form the JIT compares method tables and calls nothing.
    private void EmitJumpIfExactly(Type type, Label target)
    {
        loadSource();
        il.Emit(OpCodes.Callvirt, GetTypeOf);
        il.Emit(OpCodes.Ldtoken, type);
        il.Emit(OpCodes.Call, TypeFromHandle);
        il.Emit(OpCodes.Call, TypesAreEqual);
        il.Emit(OpCodes.Brtrue, target);
    }

    private void EmitValue(TypePlan plan)
    {
        var copy = il.DeclareLocal(plan.Type);
        loadSource();
        il.Emit(OpCodes.Stloc, copy);
        foreach (var field in plan.Fields.Where(field => !IsShared(field.FieldType)))
        {
            il.Emit(OpCodes.Ldloca, copy);
            EmitCopy(field.FieldType, () =>
            {
                il.Emit(OpCodes.Ldloc, copy);
                il.Emit(OpCodes.Ldfld, field);
            });
            il.Emit(OpCodes.Stfld, field);
        }

        il.Emit(OpCodes.Ldloc, copy);
    }

    private void EmitFields(TypePlan plan)
    {
        var copy = il.DeclareLocal(plan.Type);
        il.Emit(OpCodes.Ldtoken, plan.Type);
        il.Emit(OpCodes.Call, TypeFromHandle);
        il.Emit(OpCodes.Call, Allocate);
        il.Emit(OpCodes.Stloc, copy);
        if (plan.Part is { } part)
        {
            EmitPart(copy, plan.Method!, part);
        }

        foreach (var field in plan.Fields)
        {
            il.Emit(OpCodes.Ldloc, copy);
            EmitCopy(field.FieldType, () =>
            {
                loadSource();
                il.Emit(OpCodes.Ldfld, field);
            });
            il.Emit(OpCodes.Stfld, field);
        }

        il.Emit(OpCodes.Ldloc, copy);
    }

    private void EmitPart(LocalBuilder copy, MethodInfo method, CollectionPart part)
    {
        var plain = il.DeclareLocal(method.ReturnType);
        EmitCall(method);
        il.Emit(OpCodes.Stloc, plain);
        il.Emit(OpCodes.Ldloc, copy);
        foreach (var getter in part.Getters)
        {
            il.Emit(OpCodes.Ldloc, plain);
            if (getter is not null)
            {
                il.Emit(OpCodes.Call, getter);
            }
        }

        il.Emit(OpCodes.Call, part.Constructor);
    }

    private void EmitCall(MethodInfo method)
    {
        loadSource();
        foreach (var element in CopyPlan.ElementTypes(method))
        {
            if (IsShared(element))
            {
                il.Emit(OpCodes.Ldnull);
            }
            else
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Ldc_I4, compiler.SlotFor(element));
                il.Emit(OpCodes.Ldelem_Ref);
            }
        }

        il.Emit(OpCodes.Call, method);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2111", Justification = "It wants the constructors, which the copies do without.")]
    private static MethodInfo AllocateMethod() => typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.GetUninitializedObject))!;
}
