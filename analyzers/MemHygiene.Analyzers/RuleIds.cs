namespace MemHygiene;

/// <summary>Rule ids: 1xxx created per request, 2xxx grows without bound, 3xxx not given back, 4xxx configuration. Never reused.</summary>
internal static class RuleIds
{
    public const string ModelLoadedPerRequest = "MH1001";
    public const string SessionSavedPerRequest = "MH1002";
    public const string ClientCreatedPerRequest = "MH1003";
    public const string FileParsedPerRequest = "MH1004";
}
