using System.Runtime.InteropServices;

namespace MemHygiene.Models;

/// <summary>Keeps a view mapped, whoever disposes it meanwhile, until this is disposed.</summary>
internal readonly ref struct MappedUse
{
    private readonly SafeHandle _view;

    /// <exception cref="ObjectDisposedException">The view is disposed.</exception>
    public MappedUse(SafeHandle view)
    {
        var isHeld = false;
        view.DangerousAddRef(ref isHeld);
        _view = view;
    }

    public void Dispose() => _view.DangerousRelease();
}
