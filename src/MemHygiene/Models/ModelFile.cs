using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace MemHygiene.Models;

/// <summary>A model's file, mapped for reading: its bytes are pages of the file that the kernel keeps once for all processes that map it, reads when they are first used, and may drop when memory is short.</summary>
/// <remarks>
/// Thread-safe. Replace the file by a rename and never write into it: who has mapped the old file keeps its bytes, while a file that is cut short under a mapping ends the process that reads past its new end (SIGBUS on Linux; Windows
/// refuses to cut or replace it). After <see cref="Dispose"/> every member throws <see cref="ObjectDisposedException"/>. Spans and pointers that were taken before it are then invalid and crash the process, so use them only while
/// something keeps the file: a lease of the <see cref="ModelCache{TModel}"/> whose model disposes it. <see cref="Read"/>, <see cref="OpenStream"/> and pinned memory are safe whenever the file is disposed.
/// A file that is never disposed stays mapped until the process ends; the garbage collector does not end it under a span.
/// </remarks>
public sealed unsafe class ModelFile : IDisposable
{
    // Often enough to leave soon, and rarely enough to cost nothing.
    private const int PagesBetweenLooks = 256;

    private readonly SafeMemoryMappedViewHandle _view;
    private readonly byte* _start;

    private ModelFile(string path, long length, SafeMemoryMappedViewHandle view)
    {
        Path = path;
        Length = length;
        _view = view;
        _start = (byte*)view.DangerousGetHandle();

        // A span knows no owner: if the last user of this object has only a span left, a finalizer would unmap what it reads.
        GC.SuppressFinalize(view);
    }

    /// <summary>The full path that was mapped. Another file may be there by now.</summary>
    public string Path { get; }

    /// <summary>The bytes of the file when it was mapped.</summary>
    public long Length { get; }

    /// <summary>The address of the first byte, for native libraries; valid until <see cref="Dispose"/>, and only to be read.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public nint Pointer
    {
        get
        {
            ThrowIfDisposed();
            return (nint)_start;
        }
    }

    /// <summary>Maps a file. Nothing is read yet: see <see cref="Populate"/>.</summary>
    /// <param name="path">A file with at least one byte. A symbolic link is followed once, now.</param>
    /// <returns>The mapped file; dispose it when no span of it is in use.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    /// <exception cref="InvalidDataException">The file is empty: it may be written just now.</exception>
    /// <exception cref="IOException">It is a folder, somebody has it open for himself alone, or the system cannot map it.</exception>
    public static ModelFile Map(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new IOException($"'{full}' is a folder: a model that is mapped is one file.");
        }

        // Deleting is shared: that is what a rename over the file does.
        using var handle = File.OpenHandle(full, share: FileShare.Read | FileShare.Delete);
        var length = RandomAccess.GetLength(handle);
        if (length == 0)
        {
            throw new InvalidDataException($"The model file '{full}' is empty. If it is written in place, write another one and rename it.");
        }

        // The view outlives both handles, so that a mapped model holds no open file.
        using var mapping = MemoryMappedFile.CreateFromFile(handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new(full, length, mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read).SafeMemoryMappedViewHandle);
    }

    /// <summary>The whole file.</summary>
    /// <returns>Its bytes, valid until <see cref="Dispose"/>.</returns>
    /// <exception cref="InvalidOperationException">The file is larger than a span can be, 2 GB: take parts with <see cref="Slice{T}"/>.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public ReadOnlySpan<byte> AsSpan() => Slice<byte>(0, WholeLength());

    /// <summary>The whole file, for callers that keep it across <c>await</c>.</summary>
    /// <returns>Its bytes; their span throws <see cref="ObjectDisposedException"/> after <see cref="Dispose"/>, and pinned they stay mapped until they are unpinned.</returns>
    /// <exception cref="InvalidOperationException">The file is larger than 2 GB: take parts with <see cref="AsMemory(long, int)"/>.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public ReadOnlyMemory<byte> AsMemory() => AsMemory(0, WholeLength());

    /// <summary>A part of the file, for callers that keep it across <c>await</c>.</summary>
    /// <param name="offset">Where it begins, in bytes.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>As of <see cref="AsMemory()"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the file.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public ReadOnlyMemory<byte> AsMemory(long offset, int length)
    {
        CheckRange(offset, length, sizeof(byte));
        return new MappedMemory(this, _view, offset, length).Memory;
    }

    /// <summary>A part of the file as values: the floats of one layer. Files larger than 2 GB are read in such parts.</summary>
    /// <typeparam name="T">The type of the values, which lie in the file as they do in this machine's memory.</typeparam>
    /// <param name="offset">Where it begins, in bytes. The system maps at a page, so a multiple of the value's alignment is aligned.</param>
    /// <param name="count">How many values.</param>
    /// <returns>The values, valid until <see cref="Dispose"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the file.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public ReadOnlySpan<T> Slice<T>(long offset, int count)
        where T : unmanaged
    {
        CheckRange(offset, count, sizeof(T));
        return new(_start + offset, count);
    }

    /// <summary>Copies a part of the file. Safe even while another thread disposes it.</summary>
    /// <param name="offset">Where it begins, in bytes.</param>
    /// <param name="destination">Filled as a whole.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the file.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        CheckRange(offset, destination.Length, sizeof(byte));
        using var use = new MappedUse(_view);
        new ReadOnlySpan<byte>(_start + offset, destination.Length).CopyTo(destination);
    }

    /// <summary>A stream over the file, for loaders that take one. Its reads are safe even while another thread disposes the file.</summary>
    /// <returns>A stream that reads and seeks; disposing it leaves the file mapped. Its reads throw <see cref="ObjectDisposedException"/> once the file is disposed.</returns>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public Stream OpenStream()
    {
        ThrowIfDisposed();
        return new UnmanagedMemoryStream(_view, 0, Length, FileAccess.Read);
    }

    /// <summary>Touches every page, so that the first requests do not wait for the disk. Takes as long as reading the file does; pages that another process has used already are there.</summary>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public void Populate(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        using var use = new MappedUse(_view);
        for (long offset = 0, pages = 0; offset < Length; offset += Environment.SystemPageSize, pages++)
        {
            if (pages % PagesBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Volatile.Read(ref _start[offset]);
        }
    }

    /// <summary>Unmaps the file, as soon as no copy and no pin is under way. Harmless when repeated.</summary>
    public void Dispose() => _view.Dispose();

    private int WholeLength() => Length <= int.MaxValue
        ? (int)Length
        : throw new InvalidOperationException($"The model file '{Path}' has {Length} bytes, more than the {int.MaxValue} of one span: take parts of it.");

    private void CheckRange(long offset, int count, int size)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (offset > Length || (long)count * size > Length - offset)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{(long)count * size} bytes from there on are not inside the model file '{Path}', which has {Length}.");
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_view.IsClosed, this);
}
