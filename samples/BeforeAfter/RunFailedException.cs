namespace BeforeAfter;

/// <summary>The run cannot go on; the message tells the user why and what to do.</summary>
internal sealed class RunFailedException(string message, Exception? inner = null) : Exception(message, inner);
