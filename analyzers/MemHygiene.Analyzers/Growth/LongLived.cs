using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Growth;

/// <summary>What lives as long as the process.</summary>
internal static class LongLived
{
    public static Lifetimes Services(Compilation compilation, CancellationToken cancellation) => Lifetimes.For(compilation, cancellation);

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
