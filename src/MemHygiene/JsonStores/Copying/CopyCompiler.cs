using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;

namespace MemHygiene.JsonStores.Copying;

/// <summary>
/// Compiles a plan: one dynamic method for each type with something to copy, which call each other directly. Their first parameter is the array of
/// those that are also needed as delegates, for the elements of collections that a method in C# copies; a delegate closed over its first
/// argument is the cheapest there is.
/// </summary>
[RequiresDynamicCode(CompiledCopies.DynamicCodeReason)]
internal sealed class CopyCompiler
{
    private readonly Dictionary<Type, TypePlan> _plans;
    private readonly Dictionary<Type, DynamicMethod> _methods;
    private readonly List<Type> _elements = [];

    public CopyCompiler(CopyPlan plan)
    {
        // All are declared before the first is written: types refer to each other in circles.
        _plans = plan.Types.ToDictionary(type => type.Type);
        _methods = plan.Types.ToDictionary(type => type.Type, type => Declare(type.Type));
        foreach (var type in plan.Types)
        {
            var il = _methods[type.Type].GetILGenerator();
            new CopyEmitter(this, il, () => il.Emit(OpCodes.Ldarg_1)).Emit(type);
            il.Emit(OpCodes.Ret);
        }
    }

    public Func<T, T> Compile<T>()
    {
        var delegates = new object[_elements.Count];
        for (var i = 0; i < delegates.Length; i++)
        {
            delegates[i] = _methods[_elements[i]].CreateDelegate(typeof(Func<,>).MakeGenericType(_elements[i], _elements[i]), delegates);
        }

        return _methods[typeof(T)].CreateDelegate<Func<T, T>>(delegates);
    }

    /// <summary>The method that copies the type.</summary>
    public DynamicMethod MethodFor(Type type) => _methods[type];

    /// <summary>How the type is copied; null where copies share it.</summary>
    public TypePlan? PlanFor(Type type) => _plans.GetValueOrDefault(type);

    /// <summary>Where in the array of delegates the one for this type stands.</summary>
    public int SlotFor(Type element)
    {
        if (!_elements.Contains(element))
        {
            _elements.Add(element);
        }

        return _elements.IndexOf(element);
    }

    // Of this assembly, and with a look past visibility: private and read-only fields are set like others.
    private static DynamicMethod Declare(Type type) =>
        new($"Copy {type}", type, [typeof(object[]), type], typeof(CopyCompiler).Module, skipVisibility: true);
}
