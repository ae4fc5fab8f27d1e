namespace MemHygiene.Analyzers.Tests.Verification;

/// <summary>As much of third-party libraries as the tests call.</summary>
internal static class Stubs
{
    public const string Onnx = """
        namespace Microsoft.ML.OnnxRuntime
        {
            public sealed class InferenceSession : System.IDisposable
            {
                public InferenceSession(string modelPath) { }
                public float[] Run(float[] input) => input;
                public void Dispose() { }
            }
        }
        """;

    public const string MLNet = """
        namespace Microsoft.ML
        {
            public interface ITransformer;
            public class MLContext { public ModelOperationsCatalog Model { get; } = new(); }
            public class ModelOperationsCatalog
            {
                public ITransformer Load(string filePath, out object schema) { schema = filePath; return null!; }
                public PredictionEngine<TIn, TOut> CreatePredictionEngine<TIn, TOut>(ITransformer model) => new();
            }
            public class PredictionEngine<TIn, TOut> { public TOut Predict(TIn input) => default!; }
        }
        """;

    public const string Whisper = """
        namespace Whisper.net
        {
            public sealed class WhisperFactory { public static WhisperFactory FromPath(string path) => new(); }
        }
        """;

    public const string Torch = """
        namespace TorchSharp
        {
            public static class torch
            {
                public static class jit { public class ScriptModule; public static ScriptModule load(string filename) => new(); }
            }
        }
        """;

    /// <summary>A model of the user's own: no table knows it, its shape tells.</summary>
    public const string Classifier = """
        public sealed class TextClassifier : System.IDisposable
        {
            private TextClassifier() { }
            public static TextClassifier Load(string path) => new();
            public static System.Threading.Tasks.Task<TextClassifier> LoadAsync(string path) => System.Threading.Tasks.Task.FromResult(new TextClassifier());
            public string Classify(string text) => text;
            public void Dispose() { }
        }
        """;

    public const string Redis = """
        namespace StackExchange.Redis
        {
            public interface IDatabase { string StringGet(string key); }
            public sealed class ConnectionMultiplexer : System.IDisposable
            {
                public static ConnectionMultiplexer Connect(string configuration) => new();
                public IDatabase GetDatabase() => null!;
                public void Dispose() { }
            }
        }
        """;

    public const string Grpc = """
        namespace Grpc.Net.Client
        {
            public sealed class GrpcChannelOptions { public System.Net.Http.HttpClient? HttpClient { get; set; } }
            public sealed class GrpcChannel { public static GrpcChannel ForAddress(string address, GrpcChannelOptions? options = null) => new(); }
        }
        namespace Grpc.Core
        {
            public abstract class ServerCallContext;
        }
        """;

    public const string RabbitMq = """
        namespace RabbitMQ.Client
        {
            public interface IConnection : System.IDisposable;
            public sealed class ConnectionFactory { public IConnection CreateConnection() => null!; }
        }
        """;

    public const string Aws = """
        namespace Amazon.Runtime { public abstract class AmazonServiceClient; }
        namespace Amazon.S3 { public class AmazonS3Client : Amazon.Runtime.AmazonServiceClient; }
        """;
}
