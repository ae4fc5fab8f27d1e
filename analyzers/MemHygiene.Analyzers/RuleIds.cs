namespace MemHygiene;

/// <summary>Rule ids: 1xxx created per request, 2xxx grows without bound, 3xxx not given back, 4xxx configuration, 5xxx documents of a JSON store. Never reused.</summary>
internal static class RuleIds
{
    public const string ModelLoadedPerRequest = "MH1001";
    public const string SessionSavedPerRequest = "MH1002";
    public const string ClientCreatedPerRequest = "MH1003";
    public const string FileParsedPerRequest = "MH1004";
    public const string ProcessStartedPerRequest = "MH1005";
    public const string CodeGeneratedPerRequest = "MH1006";
    public const string InfrastructureBuiltPerRequest = "MH1007";
    public const string CollectPerRequest = "MH1008";
    public const string LargeBufferPerRequest = "MH1009";
    public const string CollectionOnlyGrows = "MH2001";
    public const string CacheWithoutBound = "MH2002";
    public const string QueueWithoutBound = "MH2003";
    public const string EventKeepsSubscriber = "MH2004";
    public const string ClientNameFromData = "MH2005";
    public const string DisposableFromRootProvider = "MH2006";
    public const string RentedArrayNotReturned = "MH3001";
    public const string JsonDocumentNotDisposed = "MH3002";
    public const string TimerNotDisposed = "MH3003";
    public const string LeaseNotDisposed = "MH3004";
    public const string ContextNotPooled = "MH4001";
    public const string IntervalTooShort = "MH4002";
    public const string DocumentCopiedSlowly = "MH5001";
}
