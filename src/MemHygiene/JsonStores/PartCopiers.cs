using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MemHygiene.JsonStores.Copying;

namespace MemHygiene.JsonStores;

/// <summary>Copies parts of a document, of whatever types its readers select. Bounded by the selections in the program's code. Thread-safe.</summary>
internal sealed class PartCopiers(JsonSerializerOptions options)
{
    private readonly ConcurrentDictionary<Type, object> _copiers = new();

    public TPart Copy<TPart>(TPart part) => part is null ? part : CopierFor<TPart>().Copy(part);

    private DocumentCopier<TPart> CopierFor<TPart>() => (DocumentCopier<TPart>)_copiers.GetOrAdd(
        typeof(TPart),
        static (_, options) => new DocumentCopier<TPart>((JsonTypeInfo<TPart>)options.GetTypeInfo(typeof(TPart))),
        options);
}
