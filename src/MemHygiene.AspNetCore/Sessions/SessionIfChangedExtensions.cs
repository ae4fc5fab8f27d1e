using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Microsoft.AspNetCore.Http;

/// <summary>Set only what differs: on every session store an equal value then costs no write.</summary>
/// <remarks>An unchanged value is compared in place and allocates nothing beyond the store's own look-up. As with the session itself: not thread-safe.</remarks>
public static class SessionIfChangedExtensions
{
    private const int StackBytes = 256;

    /// <summary>Sets <paramref name="value"/> unless the session already holds the same string under <paramref name="key"/>.</summary>
    /// <param name="session">Loaded on demand, once.</param>
    /// <param name="key">The entry's name.</param>
    /// <param name="value">Stored as UTF-8, as <c>SetString</c> does.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The value is new, and the response had started before the session was established.</exception>
    public static void SetStringIfChanged(this ISession session, string key, string value)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);

        if (!session.TryGetValue(key, out var current) || !IsUtf8Of(value, current))
        {
            session.Set(key, Encoding.UTF8.GetBytes(value));
        }
    }

    /// <summary>Sets <paramref name="value"/> unless the session already holds the same number under <paramref name="key"/>.</summary>
    /// <param name="session">Loaded on demand, once.</param>
    /// <param name="key">The entry's name.</param>
    /// <param name="value">Stored as four bytes, highest first, as <c>SetInt32</c> does.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The value is new, and the response had started before the session was established.</exception>
    public static void SetInt32IfChanged(this ISession session, string key, int value)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(key);

        if (!session.TryGetValue(key, out var current)
            || current.Length != sizeof(int)
            || BinaryPrimitives.ReadInt32BigEndian(current) != value)
        {
            session.SetInt32(key, value);
        }
    }

    /// <summary>Sets <paramref name="value"/> unless the session already holds the same bytes under <paramref name="key"/>.</summary>
    /// <param name="session">Loaded on demand, once.</param>
    /// <param name="key">The entry's name.</param>
    /// <param name="value">Copied by the session; the caller keeps the array.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The value is new, and the response had started before the session was established.</exception>
    public static void SetIfChanged(this ISession session, string key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);

        if (!session.TryGetValue(key, out var current) || !current.AsSpan().SequenceEqual(value))
        {
            session.Set(key, value);
        }
    }

    private static bool IsUtf8Of(string value, ReadOnlySpan<byte> current)
    {
        if (Encoding.UTF8.GetByteCount(value) != current.Length)
        {
            return false;
        }

        if (current.Length <= StackBytes)
        {
            Span<byte> small = stackalloc byte[StackBytes];
            return small[..Encoding.UTF8.GetBytes(value, small)].SequenceEqual(current);
        }

        var rented = ArrayPool<byte>.Shared.Rent(current.Length);
        var length = Encoding.UTF8.GetBytes(value, rented);
        var isEqual = rented.AsSpan(0, length).SequenceEqual(current);
        ArrayPool<byte>.Shared.Return(rented);
        return isEqual;
    }
}
