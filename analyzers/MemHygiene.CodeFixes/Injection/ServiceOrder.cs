using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Injection;

/// <summary>One order of injected services, whichever fix comes first (see <see cref="Hosts.VerbOrder"/>).</summary>
internal static class ServiceOrder
{
    private static readonly string[] Types = ["ModelCache", "JsonStore", "HandlerPool", "IHttpClientFactory"];

    /// <summary>The parameter of another fix that belongs behind a service of this type.</summary>
    public static ParameterSyntax? FirstAfter(ParameterListSyntax list, string typeName) =>
        list.Parameters.FirstOrDefault(parameter => parameter.Type?.ToString() is { } existing && ComesAfter(existing, typeName));

    private static bool ComesAfter(string existing, string added)
    {
        var rank = Rank(existing);
        var difference = rank - Rank(added);
        return rank >= 0 && (difference > 0 || (difference == 0 && string.CompareOrdinal(existing, added) > 0));
    }

    private static int Rank(string type)
    {
        var generics = type.IndexOf('<');
        return Array.IndexOf(Types, generics < 0 ? type : type.Substring(0, generics));
    }
}
