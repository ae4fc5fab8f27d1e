using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>Tests and benchmarks host servers too, for as long as they run: nothing there is worth a warning.</summary>
internal static class TestCode
{
    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "FactAttribute", "TheoryAttribute", "TestAttribute", "TestCaseAttribute", "TestCaseSourceAttribute", "TestMethodAttribute",
        "DataTestMethodAttribute", "TestFixtureAttribute", "TestClassAttribute", "BenchmarkAttribute",
    };

    /// <summary>The member, its type or a sibling member carries a test framework's attribute.</summary>
    public static bool Contains(ISymbol member)
    {
        for (var type = member.ContainingType; type is not null; type = type.ContainingType)
        {
            if (IsMarked(type) || type.GetMembers().Any(sibling => sibling is IMethodSymbol && IsMarked(sibling)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMarked(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && Attributes.Contains(type.Name))
            {
                return true;
            }
        }

        return false;
    }
}
