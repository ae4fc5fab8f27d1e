namespace MemHygiene.RecyclingApp.Load;

/// <param name="Status">The status code.</param>
/// <param name="Length">Of the body, if it is not chunked.</param>
/// <param name="Chunked">Whether the body comes in chunks.</param>
/// <param name="Closes">Whether the server said that it closes the connection.</param>
internal sealed record RawHead(int Status, int Length, bool Chunked, bool Closes);
