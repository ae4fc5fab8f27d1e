using Microsoft.CodeAnalysis;

namespace MemHygiene.CodeFixes.Rules.MH1001_ModelLoadedPerRequest;

/// <summary>Types whose documentation forbids concurrent use. One instance for all requests would answer wrongly, so they get no fix.</summary>
internal static class SingleThreaded
{
    private static readonly HashSet<string> Types =
    [
        "Microsoft.ML.PredictionEngine",
        "Microsoft.ML.PredictionEngineBase",
        "Microsoft.ML.TimeSeriesPredictionEngine",
        "Tesseract.TesseractEngine",
        "Whisper.net.WhisperProcessor",
        "LLama.LLamaContext",
        "LLama.InteractiveExecutor",
        "LLama.InstructExecutor",
    ];

    public static bool Allows(INamedTypeSymbol type) => !Types.Contains($"{type.ContainingNamespace.ToDisplayString()}.{type.Name}");
}
