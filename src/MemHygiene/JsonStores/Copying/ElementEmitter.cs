using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;

namespace MemHygiene.JsonStores.Copying;

/// <summary>
/// Writes the copying of lists and arrays in place: what nearly every document consists of. Elements are reached by reference, without checks of
/// bounds or of an array's covariance.
/// </summary>
[RequiresDynamicCode(CompiledCopies.DynamicCodeReason)]
internal sealed class ElementEmitter(CopyEmitter emitter, ILGenerator il, Action loadSource)
{
    public void EmitArray(Type element)
    {
        if (emitter.IsShared(element))
        {
            loadSource();
            il.Emit(OpCodes.Call, Method(nameof(ElementCopies.CopyArray), element));
            return;
        }

        var copy = il.DeclareLocal(element.MakeArrayType());
        loadSource();
        il.Emit(OpCodes.Ldlen);
        il.Emit(OpCodes.Conv_I4);
        il.Emit(OpCodes.Newarr, element);
        il.Emit(OpCodes.Stloc, copy);
        EmitLoop(element, nameof(ElementCopies.ArrayLength), nameof(ElementCopies.ArrayStart), copy);
    }

    public void EmitList(Type element)
    {
        if (emitter.IsShared(element))
        {
            loadSource();
            il.Emit(OpCodes.Call, Method(nameof(ElementCopies.CopyList), element));
            return;
        }

        var copy = il.DeclareLocal(typeof(List<>).MakeGenericType(element));
        loadSource();
        il.Emit(OpCodes.Call, Method(nameof(ElementCopies.NewList), element));
        il.Emit(OpCodes.Stloc, copy);
        EmitLoop(element, nameof(ElementCopies.ListLength), nameof(ElementCopies.ListStart), copy);
    }

    private void EmitLoop(Type element, string length, string start, LocalBuilder copy)
    {
        var (count, index) = (il.DeclareLocal(typeof(nint)), il.DeclareLocal(typeof(nint)));
        var (from, to) = (il.DeclareLocal(element.MakeByRefType()), il.DeclareLocal(element.MakeByRefType()));
        var (next, test) = (il.DefineLabel(), il.DefineLabel());
        loadSource();
        il.Emit(OpCodes.Call, Method(length, element));
        il.Emit(OpCodes.Stloc, count);
        loadSource();
        il.Emit(OpCodes.Call, Method(start, element));
        il.Emit(OpCodes.Stloc, from);
        il.Emit(OpCodes.Ldloc, copy);
        il.Emit(OpCodes.Call, Method(start, element));
        il.Emit(OpCodes.Stloc, to);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Stloc, index);
        il.Emit(OpCodes.Br, test);

        il.MarkLabel(next);
        EmitAddress(to, index, element);
        emitter.EmitCopy(element, () =>
        {
            EmitAddress(from, index, element);
            il.Emit(OpCodes.Ldobj, element);
        }, isElement: true);
        il.Emit(OpCodes.Stobj, element);
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, index);

        il.MarkLabel(test);
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Ldloc, count);
        il.Emit(OpCodes.Blt, next);
        il.Emit(OpCodes.Ldloc, copy);
    }

    // By index: a reference that walks would in the end point behind the array, where the collector takes it for the next object's.
    private void EmitAddress(LocalBuilder start, LocalBuilder index, Type element)
    {
        il.Emit(OpCodes.Ldloc, start);
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Sizeof, element);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Add);
    }

    private static MethodInfo Method(string name, Type element) => ElementCopies.Method(name, element);
}
