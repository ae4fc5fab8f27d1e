using System.Collections;
using Microsoft.AspNetCore.Http.Features;

namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>A request's features, but for the one that accepts its WebSocket: it is wrapped when UseWebSockets sets it, which no earlier middleware could do.</summary>
internal sealed class WebSocketFeatures(IFeatureCollection inner, WebSocketRequest request) : IFeatureCollection
{
    public bool IsReadOnly => inner.IsReadOnly;

    public int Revision => inner.Revision;

    public object? this[Type key]
    {
        get => inner[key];
        set => inner[key] = value is IHttpWebSocketFeature feature && key == typeof(IHttpWebSocketFeature) ? request.Wrap(feature) : value;
    }

    public TFeature? Get<TFeature>() => inner.Get<TFeature>();

    public void Set<TFeature>(TFeature? instance)
    {
        if (typeof(TFeature) == typeof(IHttpWebSocketFeature))
        {
            this[typeof(TFeature)] = instance;
        }
        else
        {
            inner.Set(instance);
        }
    }

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => inner.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
