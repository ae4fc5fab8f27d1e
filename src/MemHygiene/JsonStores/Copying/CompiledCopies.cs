using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace MemHygiene.JsonStores.Copying;

/// <summary>Copying code that is compiled in the running process, once for a document type. Thread-safe.</summary>
internal static class CompiledCopies
{
    public const string DynamicCodeReason = "Compiles copying code at run time.";

    // Weak keys: a type of an assembly that can be unloaded does not keep it here.
    private static readonly ConditionalWeakTable<Type, Compiled> Cache = [];

    /// <summary>The code for a document, or null and the reason why the serializer has to copy it.</summary>
    /// <typeparam name="T">The document.</typeparam>
    /// <param name="typeInfo">How it is read: excludes what a converter has made.</param>
    /// <param name="reason">One sentence; null with code.</param>
    public static Func<T, T>? For<T>(JsonTypeInfo<T> typeInfo, out string? reason)
    {
        reason = SerializerContract.ReasonAgainst(typeInfo);
        return reason is null ? For<T>(out reason) : null;
    }

    /// <summary>As the other overload, for a contract that is known to be plain.</summary>
    public static Func<T, T>? For<T>(out string? reason)
    {
        // The guard stands alone: the analyzer of native compilation knows no other form.
        if (RuntimeFeature.IsDynamicCodeSupported)
        {
            var compiled = Cache.TryGetValue(typeof(T), out var known) ? known : Cache.GetOrAdd(typeof(T), Compile<T>());
            reason = compiled.Reason;
            return (Func<T, T>?)compiled.Copy;
        }

        reason = "This process cannot compile code at run time.";
        return null;
    }

    [RequiresDynamicCode(DynamicCodeReason)]
    private static Compiled Compile<T>()
    {
        if (Immutability.Holds(typeof(T)))
        {
            return new((Func<T, T>)(static document => document), null);
        }

        var plan = CopyPlan.Of(typeof(T));
        return plan.Reason is null ? new(new CopyCompiler(plan).Compile<T>(), null) : new(null, plan.Reason);
    }

    private sealed record Compiled(Delegate? Copy, string? Reason);
}
