using System.Diagnostics.CodeAnalysis;

namespace MemHygiene.Models;

/// <summary>The right to use a model until it is disposed; a model that was unloaded meanwhile lives until its last lease is gone.</summary>
/// <remarks>
/// Lives on the stack or in an async method's state: 24 bytes, no allocation. It may be disposed on another thread than it was taken on.
/// Copies of the struct are one lease: the first <see cref="Dispose"/> gives it back, every other one, on any copy and at any later time, does
/// nothing, and <see cref="Value"/> throws from then on. What a struct cannot do is notice that it was forgotten: a lease that is never disposed keeps
/// its model for ever, so take it with <c>using</c>.
/// </remarks>
/// <typeparam name="TModel">The model's type.</typeparam>
public readonly struct ModelLease<TModel> : IDisposable
    where TModel : class
{
    private readonly LoadedModel<TModel>? _model;
    private readonly int _slot;
    private readonly long _turn;

    internal ModelLease(LoadedModel<TModel> model, int slot, long turn)
    {
        _model = model;
        _slot = slot;
        _turn = turn;
    }

    /// <summary>The model. Do not keep it longer than the lease, and do not dispose it: the cache does.</summary>
    /// <exception cref="ObjectDisposedException">This lease or a copy of it was disposed, or it is a default value.</exception>
    public TModel Value
    {
        get
        {
            if (_model is null || !_model.IsLeasedBy(_slot, _turn))
            {
                ThrowDisposed();
            }

            return _model.Value;
        }
    }

    /// <summary>Gives the lease back. The last lease of an unloaded model disposes that model on this thread.</summary>
    public void Dispose() => _model?.GiveBack(_slot, _turn);

    // Apart, so that the getter stays short enough to be inlined and looks up no generic type on the way.
    [DoesNotReturn]
    private static void ThrowDisposed() => throw new ObjectDisposedException(typeof(ModelLease<TModel>).ToString());
}
