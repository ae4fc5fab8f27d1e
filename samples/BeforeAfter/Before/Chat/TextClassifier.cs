using System.Numerics;
using System.Runtime.InteropServices;

namespace SupportDesk.Chat;

/// <summary>Tells a message's topic: a linear model over hashed words, word pairs and letter triples.</summary>
/// <remarks>File: magic, CRC-32C of the weights, length of what follows; number of labels, the labels, one weight per bucket and label.</remarks>
public sealed class TextClassifier
{
    public const uint Magic = 0x314D5453;
    public const int HeaderBytes = 16;

    private static long _loads;

    private readonly string[] _labels;
    private readonly float[] _weights;

    private TextClassifier(string[] labels, float[] weights)
    {
        _labels = labels;
        _weights = weights;
    }

    /// <summary>How often this process has loaded a model.</summary>
    public static long Loads => Volatile.Read(ref _loads);

    public static TextClassifier Load(string path)
    {
        Interlocked.Increment(ref _loads);

        using var file = File.OpenRead(path);
        using var reader = new BinaryReader(file);
        if (file.Length < HeaderBytes || reader.ReadUInt32() != Magic)
        {
            throw new InvalidDataException($"{path} is not a topic model ({file.Length:N0} bytes).");
        }

        var checksum = reader.ReadUInt32();
        var length = reader.ReadInt64();
        if (file.Length - HeaderBytes != length)
        {
            throw new InvalidDataException($"The model file {path} is cut short: it announces {length:N0} bytes after its header and holds {file.Length - HeaderBytes:N0}.");
        }

        var labels = new string[reader.ReadInt32()];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = reader.ReadString();
        }

        var weights = new float[TextFeatures.BucketCount * labels.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = reader.ReadSingle();
        }

        if (Checksum(weights) != checksum)
        {
            throw new InvalidDataException($"The model file {path} is damaged: its checksum does not match its weights.");
        }

        return new TextClassifier(labels, weights);
    }

    public string Classify(string text)
    {
        var scores = new double[_labels.Length];
        foreach (var bucket in TextFeatures.Buckets(text))
        {
            for (var label = 0; label < scores.Length; label++)
            {
                scores[label] += _weights[(bucket * scores.Length) + label];
            }
        }

        return _labels[scores.IndexOf(scores.Max())];
    }

    public static uint Checksum(ReadOnlySpan<float> weights)
    {
        var crc = uint.MaxValue;
        foreach (var pair in MemoryMarshal.Cast<float, ulong>(weights))
        {
            crc = BitOperations.Crc32C(crc, pair);
        }

        return ~crc;
    }
}
