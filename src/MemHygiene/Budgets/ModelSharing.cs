namespace MemHygiene.Budgets;

/// <summary>How often the model's bytes are taken.</summary>
public enum ModelSharing
{
    /// <summary>Each worker holds its own: what loaders that allocate do.</summary>
    PerWorker,

    /// <summary>All workers read the same pages: a mapped file.</summary>
    Once,
}
