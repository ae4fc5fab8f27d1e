using System.Buffers;
using System.Runtime.InteropServices;

namespace MemHygiene.Models;

/// <summary>A part of a mapped file as memory: asks the file each time, and keeps it mapped while it is pinned.</summary>
internal sealed unsafe class MappedMemory(ModelFile file, SafeHandle view, long offset, int length) : MemoryManager<byte>
{
    public override Memory<byte> Memory => CreateMemory(length);

    // Of a mapping for reading: whoever writes through it, which ReadOnlyMemory does not offer, ends the process.
    public override Span<byte> GetSpan() => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(file.Slice<byte>(offset, length)), length);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, length);
        var isHeld = false;
        view.DangerousAddRef(ref isHeld);
        return new MemoryHandle((byte*)view.DangerousGetHandle() + offset + elementIndex, default, this);
    }

    public override void Unpin() => view.DangerousRelease();

    // The file has an owner, who disposes it.
    protected override void Dispose(bool disposing)
    {
    }
}
