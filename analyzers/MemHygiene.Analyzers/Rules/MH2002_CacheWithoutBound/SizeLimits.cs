using MemHygiene.Growth;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Rules.MH2002_CacheWithoutBound;

/// <summary>Whether some code of the compilation sets a cache's <c>SizeLimit</c>. Which cache gets which options is followed only where it is made with its field: else one limit silences the rule.</summary>
internal sealed class SizeLimits
{
    private readonly object _gate = new();
    private bool? _areSet;

    public bool AreSet(Compilation compilation, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _areSet ??= Mentions.Named("SizeLimit", compilation, cancellation).Any(mention => mention.Symbol is IPropertySymbol { ContainingType.Name: "MemoryCacheOptions" });
        }
    }
}
