namespace MemHygiene.RecyclingApp.Load;

/// <summary>One user, who sends one request after the other and checks each answer. After a failure the user is disposed of, and a new one comes.</summary>
internal interface ILoadClient : IDisposable
{
    /// <exception cref="Exception">The request was not answered, not completely, or with something else.</exception>
    Task RequestAsync(CancellationToken cancellationToken);
}
