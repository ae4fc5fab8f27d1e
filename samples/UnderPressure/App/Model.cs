namespace UnderPressure.App;

/// <summary>Stands for a model: 24 MB that take a while to make.</summary>
internal sealed class Model
{
    public const long Bytes = 24L * 1024 * 1024;

    private readonly float[] _weights = new float[Bytes / sizeof(float)];

    private Model()
    {
        for (var i = 0; i < _weights.Length; i++)
        {
            _weights[i] = float.Sin(i);
        }
    }

    public static Model Load() => new();

    public float Rank(int id) => _weights[(int)((uint)id * 2654435761 % (uint)_weights.Length)];
}
