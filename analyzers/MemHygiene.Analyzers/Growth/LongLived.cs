using System.Runtime.CompilerServices;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Growth;

/// <summary>What lives as long as the process. The registrations are read once per compilation, at the first question.</summary>
internal static class LongLived
{
    private static readonly ConditionalWeakTable<Compilation, Lifetimes> Registrations = new();

    public static Lifetimes Services(Compilation compilation, CancellationToken cancellation) =>
        Registrations.TryGetValue(compilation, out var known) ? known : Registrations.GetValue(compilation, key => Lifetimes.Read(key, cancellation));

    /// <summary>Every object that can stand behind the type is a singleton: the type itself, or what is registered for it.</summary>
    public static bool IsSingleton(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var services = Services(compilation, cancellation);
        var any = services.IsSingleton(type);
        foreach (var implementation in services.ImplementationsOf(type))
        {
            if (!services.IsSingleton(implementation))
            {
                return false;
            }

            any = true;
        }

        return any;
    }
}
