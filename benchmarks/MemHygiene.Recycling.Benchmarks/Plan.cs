namespace MemHygiene.Recycling.Benchmarks;

/// <param name="Workers">Processes that serve, in every contestant.</param>
/// <param name="Clients">Users at a time.</param>
/// <param name="MaxRequests">After how many requests a worker is replaced, where one is.</param>
/// <param name="Rounds">In each round every contestant has a window.</param>
/// <param name="Window">How long one contestant is under load in a round.</param>
internal sealed record Plan(int Workers, int Clients, int MaxRequests, int Rounds, TimeSpan Window);
