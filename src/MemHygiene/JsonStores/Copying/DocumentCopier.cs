using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MemHygiene.JsonStores.Copying;

/// <summary>Copies a store's document in the fastest way that is safe for its type and for how it is read. Thread-safe.</summary>
internal sealed class DocumentCopier<T>
{
    private readonly JsonTypeInfo<T> _typeInfo;
    private volatile Choice _choice;

    /// <summary>Chooses, and compiles where that is the choice: tens of milliseconds.</summary>
    /// <param name="typeInfo">How the document is read.</param>
    public DocumentCopier(JsonTypeInfo<T> typeInfo)
    {
        _typeInfo = typeInfo;
        _choice = Choose(typeInfo);
    }

    /// <summary>The way that documents take now.</summary>
    public CopyWay Way => _choice.Way;

    /// <summary>Why documents take the round trip, in one sentence without their content; null with any other way.</summary>
    public string? Reason => _choice.Reason;

    /// <summary>A graph that shares nothing mutable with the document.</summary>
    /// <param name="document">What the serializer has made.</param>
    public T Copy(T document) => _choice.Copy is { } copy ? CopyByFields(copy, document) : RoundTrip(document);

    private static Choice Choose(JsonTypeInfo<T> typeInfo)
    {
        if (SerializerContract.ReasonAgainst(typeInfo) is { } contract)
        {
            return new(CopyWay.RoundTrip, null, contract);
        }

        if (GeneratedCopies.For<T>() is { } generated)
        {
            return new(CopyWay.Generated, generated, null);
        }

        return CompiledCopies.For<T>(out var reason) is { } compiled
            ? new(CopyWay.Compiled, compiled, null)
            : new(CopyWay.RoundTrip, null, reason);
    }

    private T CopyByFields(Func<T, T> copy, T document)
    {
        try
        {
            return copy(document);
        }
        catch (UnknownTypeException unknown)
        {
            // For good: the next document of this file is likely to hold one too, and an exception costs more than the way that it saves.
            _choice = new(CopyWay.RoundTrip, null, unknown.Message);
            return RoundTrip(document);
        }
    }

    private T RoundTrip(T document) => JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(document, _typeInfo), _typeInfo)!;

    private sealed record Choice(CopyWay Way, Func<T, T>? Copy, string? Reason);
}
