using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace MemHygiene.JsonStores.Copying;

/// <summary>Writes the method that copies one type: (delegates, source) to copy.</summary>
[RequiresDynamicCode(CompiledCopies.DynamicCodeReason)]
internal sealed class CopyEmitter(CopyCompiler compiler, ILGenerator il)
{
    private static readonly MethodInfo GetTypeOf = typeof(object).GetMethod(nameof(GetType))!;
    private static readonly MethodInfo TypeFromHandle = typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!;
    private static readonly MethodInfo TypesAreEqual = typeof(Type).GetMethod("op_Equality")!;
    private static readonly MethodInfo Allocate = AllocateMethod();
    private static readonly MethodInfo DeepClone = typeof(JsonNode).GetMethod(nameof(JsonNode.DeepClone))!;
    private static readonly MethodInfo Unknown = typeof(CollectionCopies).GetMethod(nameof(CollectionCopies.Unknown))!;

    public void Emit(TypePlan plan)
    {
        EmitNullCheck(plan.Type);
        if (plan.NeedsTypeCheck)
        {
            EmitTypeCheck(plan);
        }

        switch (plan.Shape)
        {
            case CopyShape.Value:
                EmitValue(plan);
                break;
            case CopyShape.Fields:
                EmitFields(plan);
                break;
            case CopyShape.Array:
                new ElementEmitter(this, il).EmitArray(plan.Type.GetElementType()!);
                break;
            case CopyShape.List:
                new ElementEmitter(this, il).EmitList(plan.Type.GenericTypeArguments[0]);
                break;
            case CopyShape.Method:
                EmitCall(plan.Method!);
                break;
            case CopyShape.Clone:
                il.Emit(OpCodes.Ldarg_1);
                il.Emit(OpCodes.Callvirt, DeepClone);
                break;
        }

        if (plan.IsConcrete)
        {
            il.Emit(OpCodes.Ret);
        }
    }

    public bool IsShared(Type type) => compiler.MethodFor(type) is null;

    /// <summary>Leaves the copy of a value on the stack.</summary>
    /// <param name="type">As declared.</param>
    /// <param name="load">Puts the value there.</param>
    public void EmitCopy(Type type, Action load)
    {
        if (compiler.MethodFor(type) is { } method)
        {
            il.Emit(OpCodes.Ldarg_0);
            load();
            il.Emit(OpCodes.Call, method);
        }
        else
        {
            load();
        }
    }

    private void EmitNullCheck(Type type)
    {
        if (!type.IsValueType)
        {
            var isObject = il.DefineLabel();
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Brtrue, isObject);
            il.Emit(OpCodes.Ldnull);
            il.Emit(OpCodes.Ret);
            il.MarkLabel(isObject);
        }
    }

    // Falls through with an object of the declared type itself.
    private void EmitTypeCheck(TypePlan plan)
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
            EmitCopy(other, () => il.Emit(OpCodes.Ldarg_1));
            il.Emit(OpCodes.Ret);
            il.MarkLabel(next);
        }

        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, Unknown);
        il.Emit(OpCodes.Throw);
        il.MarkLabel(isDeclared);
    }

    // In this form the JIT compares method tables and calls nothing.
    private void EmitJumpIfExactly(Type type, Label target)
    {
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Callvirt, GetTypeOf);
        il.Emit(OpCodes.Ldtoken, type);
        il.Emit(OpCodes.Call, TypeFromHandle);
        il.Emit(OpCodes.Call, TypesAreEqual);
        il.Emit(OpCodes.Brtrue, target);
    }

    private void EmitValue(TypePlan plan)
    {
        var copy = il.DeclareLocal(plan.Type);
        il.Emit(OpCodes.Ldarg_1);
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
                il.Emit(OpCodes.Ldarg_1);
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
        il.Emit(OpCodes.Ldarg_1);
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
