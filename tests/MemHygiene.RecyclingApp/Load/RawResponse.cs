namespace MemHygiene.RecyclingApp.Load;

/// <param name="Status">The status code.</param>
/// <param name="Body">The whole body.</param>
/// <param name="Closes">Whether the server said that it closes the connection.</param>
internal sealed record RawResponse(int Status, string Body, bool Closes);
