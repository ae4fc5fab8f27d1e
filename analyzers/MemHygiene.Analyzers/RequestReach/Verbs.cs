using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>Which HTTP methods a handler answers.</summary>
internal static class Verbs
{
    private static readonly HashSet<string> Changing = new(StringComparer.OrdinalIgnoreCase) { "Post", "Put", "Patch", "Delete" };

    private static readonly ImmutableArray<string> PageHandlerPrefixes =
        ImmutableArray.Create("OnGet", "OnHead", "OnPost", "OnPut", "OnPatch", "OnDelete", "OnOptions");

    /// <summary>An action or page handler that no GET reaches.</summary>
    public static bool OnlyChangeState(IMethodSymbol method)
    {
        if (IsPageHandler(method))
        {
            return !method.Name.StartsWith("OnGet", StringComparison.Ordinal) && !method.Name.StartsWith("OnHead", StringComparison.Ordinal);
        }

        var any = false;
        foreach (var attribute in method.GetAttributes())
        {
            foreach (var verb in VerbsOf(attribute))
            {
                if (!Changing.Contains(verb))
                {
                    return false;
                }

                any = true;
            }
        }

        return any;
    }

    /// <summary>The verb in <c>MapPost</c>: true when only changes come this way.</summary>
    public static bool OnlyChangeState(string mapMethod) =>
        mapMethod.StartsWith("Map", StringComparison.Ordinal) && Changing.Contains(mapMethod.Substring(3));

    public static bool OnlyChangeState(IEnumerable<string> verbs)
    {
        var any = false;
        foreach (var verb in verbs)
        {
            if (!Changing.Contains(verb))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    /// <summary><c>OnGet</c>, <c>OnPostAsync</c>, <c>OnPostDelete</c>: On, a verb, then nothing or a capital letter.</summary>
    public static bool IsPageHandler(IMethodSymbol method)
    {
        foreach (var prefix in PageHandlerPrefixes)
        {
            if (method.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return method.Name.Length == prefix.Length || char.IsUpper(method.Name[prefix.Length]);
            }
        }

        return false;
    }

    private static IEnumerable<string> VerbsOf(AttributeData attribute)
    {
        var name = attribute.AttributeClass?.Name ?? "";
        if (name.StartsWith("Http", StringComparison.Ordinal) && name.EndsWith("Attribute", StringComparison.Ordinal) && name.Length > 13)
        {
            return [name.Substring(4, name.Length - 13)];
        }

        return name == "AcceptVerbsAttribute"
            ? attribute.ConstructorArguments
                .SelectMany(argument => argument.Kind == TypedConstantKind.Array ? argument.Values : ImmutableArray.Create(argument))
                .Select(value => value.Value as string)
                .OfType<string>()
            : [];
    }
}
