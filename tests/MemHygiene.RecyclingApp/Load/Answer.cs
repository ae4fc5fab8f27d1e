namespace MemHygiene.RecyclingApp.Load;

/// <summary>What a complete answer must be. Framing is the client's matter, this is about the content.</summary>
internal static class Answer
{
    /// <param name="status">The status code.</param>
    /// <param name="body">The whole body.</param>
    /// <param name="expected">The body that must come back, or null for any that is not empty.</param>
    /// <exception cref="IOException">It is another.</exception>
    public static void Check(int status, string body, string? expected)
    {
        if (status != 200 || (expected is null ? body.Length == 0 : body != expected))
        {
            throw new IOException($"Answered {status} with {body.Length} characters that were not expected.");
        }
    }
}
