using System.Collections.Immutable;
using MemHygiene.RequestReach;

namespace MemHygiene.Rules.MH1001_ModelLoadedPerRequest;

/// <summary>Constructors and methods that read a model, tokenizer, OCR or speech engine into memory. Add a line to add a library.</summary>
internal static class ModelTypes
{
    /// <summary>Types that must not be used by two threads at once: sharing one would be wrong advice.</summary>
    public static readonly HashSet<string> SingleThreaded = new(StringComparer.Ordinal)
    {
        "PredictionEngine", "PredictionFunction", "TesseractEngine", "LLamaContext", "WhisperProcessor",
    };

    public static readonly SinkTable Table = new(ImmutableArray.Create(
        "Microsoft.ML.OnnxRuntime.InferenceSession",
        "Microsoft.ML.OnnxRuntimeGenAI.Model",
        "Microsoft.ML.OnnxRuntimeGenAI.Tokenizer",
        "Microsoft.ML.ModelOperationsCatalog::Load",
        "Microsoft.ML.*::LoadTensorFlowModel",
        "Microsoft.ML.*::ApplyOnnxModel",
        "Microsoft.ML.*::CreatePredictionEngine",
        "Microsoft.ML.*::MakePredictionFunction",
        "Microsoft.ML.PredictionModel::ReadAsync",
        "Microsoft.ML.Tokenizers.Tokenizer",
        "Microsoft.ML.Tokenizers.Tokenizer::CreateTiktokenForModel",
        "Microsoft.ML.Tokenizers.Tokenizer::CreateTiktokenForModelAsync",
        "Microsoft.ML.Tokenizers.BertTokenizer::Create",
        "Microsoft.ML.Tokenizers.BertTokenizer::CreateAsync",
        "Microsoft.ML.Tokenizers.BpeTokenizer::Create",
        "Microsoft.ML.Tokenizers.BpeTokenizer::CreateAsync",
        "Microsoft.ML.Tokenizers.CodeGenTokenizer::Create",
        "Microsoft.ML.Tokenizers.LlamaTokenizer::Create",
        "Microsoft.ML.Tokenizers.Phi2Tokenizer::Create",
        "Microsoft.ML.Tokenizers.SentencePieceTokenizer::Create",
        "Microsoft.ML.Tokenizers.TiktokenTokenizer::Create",
        "Microsoft.ML.Tokenizers.TiktokenTokenizer::CreateAsync",
        "Microsoft.ML.Tokenizers.TiktokenTokenizer::CreateForModel",
        "Microsoft.ML.Tokenizers.TiktokenTokenizer::CreateForModelAsync",
        "Microsoft.ML.Tokenizers.TiktokenTokenizer::CreateForEncoding",
        "Microsoft.ML.Tokenizers.WordPieceTokenizer::Create",
        "Tokenizers.DotNet.Tokenizer",
        "LLama.LLamaWeights::LoadFromFile",
        "LLama.LLamaWeights::LoadFromFileAsync",
        "LLama.LLavaWeights::LoadFromFile",
        "LLama.LLavaWeights::LoadFromFileAsync",
        "LLama.LLamaEmbedder",
        "Whisper.net.WhisperFactory::FromPath",
        "Whisper.net.WhisperFactory::FromBuffer",
        "Vosk.Model",
        "Vosk.SpkModel",
        "Tesseract.TesseractEngine",
        "TesseractOCR.Engine",
        "TorchSharp.torch+jit::load",
        "TorchSharp.torch+nn+Module::load",
        "Tensorflow.Keras.Engine.IModel::load_weights",
        "FaceRecognitionDotNet.FaceRecognition::Create",
        "Catalyst.Pipeline::ForAsync",
        "Catalyst.Models.FastText::FromStoreAsync",
        "OpenCvSharp.CascadeClassifier",
        "OpenCvSharp.Dnn.CvDnn::ReadNet",
        "OpenCvSharp.Dnn.CvDnn::ReadNetFromOnnx",
        "Emgu.CV.CascadeClassifier",
        "SherpaOnnx.OfflineRecognizer",
        "SherpaOnnx.OnlineRecognizer",
        "SherpaOnnx.OfflineTts"));
}
