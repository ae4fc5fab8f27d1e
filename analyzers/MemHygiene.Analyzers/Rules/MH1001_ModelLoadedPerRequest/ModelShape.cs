using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1001_ModelLoadedPerRequest;

/// <summary>
/// Models that no table knows, by their shape: a type that predicts, classifies, transcribes …, made from a file, a stream or bytes
/// by its constructor or by one of its static Load, From, Open or Create methods.
/// </summary>
internal static class ModelShape
{
    private static readonly ImmutableArray<string> Loads = ImmutableArray.Create("Load", "From", "Open", "Create", "Read");
    private static readonly ImmutableArray<string> Works = ImmutableArray.Create("Predict", "Classify", "Infer", "Transcribe", "Recognize", "Recognise", "Embed", "Score");
    private static readonly ImmutableArray<string> PathWords = ImmutableArray.Create("path", "file", "folder", "directory", "weights", "checkpoint", "vocab");

    // Documents are generated and source text is tokenised by things that are no models: there the type's name has to help.
    private static readonly ImmutableArray<string> LooseWorks = ImmutableArray.Create("Generate", "Tokenize", "Tokenise");
    private static readonly ImmutableArray<string> ModelWords = ImmutableArray.Create("Model", "Tokenizer", "Llm", "Gpt", "Bert", "Llama", "Transformer", "Network", "Diffusion");

    public static Sink? Find(IOperation operation) => operation switch
    {
        IObjectCreationOperation { Type: INamedTypeSymbol type, Constructor: { } constructor } when TakesData(constructor) && DoesModelWork(type) => new Sink(type, ".ctor"),
        IInvocationOperation { TargetMethod: { IsStatic: true } method } when StartsWithWord(method.Name, Loads) && MakesItself(method) is { } type && TakesData(method) && DoesModelWork(type) =>
            new Sink(type, method.Name),
        _ => null,
    };

    /// <summary>The method or constructor is itself what loads such a model, so whoever calls it is the finding and not what it reads.</summary>
    public static bool IsLoader(ISymbol member) =>
        member is IMethodSymbol method && TakesData(method) && (method.MethodKind == MethodKind.Constructor ? method.ContainingType : MakesItself(method)) is { } type && DoesModelWork(type);

    /// <summary>The data comes with the request (an uploaded file, the body): then it is a document to work on, not a model.</summary>
    public static bool ReadsRequestData(IOperation operation, Frame frame)
    {
        var scope = SharedState.Scope(operation, frame);
        var arguments = operation is IObjectCreationOperation creation ? creation.Arguments : ((IInvocationOperation)operation).Arguments;
        return arguments.Any(argument => Reads(argument.Value, depth: 3));

        bool Reads(IOperation value, int depth) => value.DescendantsAndSelf().Any(part => part switch
        {
            IParameterReferenceOperation { Parameter: var parameter } => IsBody(parameter.Type),
            IPropertyReferenceOperation { Property: { Name: "Body" or "BodyReader" or "Form", ContainingType: var owner } } => owner.Is("Microsoft.AspNetCore.Http", "HttpRequest"),
            ILocalReferenceOperation { Local: var local } => depth > 0 && SharedState.ValuesOf(local, scope).Any(source => Reads(source, depth - 1)),
            _ => false,
        });
    }

    private static bool IsBody(ITypeSymbol type) =>
        type.Is("Microsoft.AspNetCore.Http", "IFormFile") || type.Is("Microsoft.AspNetCore.Http", "IFormFileCollection") || type.Is("System.IO", "Stream") || type.Is("System.IO.Pipelines", "PipeReader")
        || type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte };

    /// <summary>The type that a static factory method makes, if it is its own.</summary>
    public static INamedTypeSymbol? MakesItself(IMethodSymbol method) =>
        SinkTable.Unwrapped(method.ReturnType) is INamedTypeSymbol type && SymbolEqualityComparer.Default.Equals(type, method.ContainingType) ? type : null;

    private static bool TakesData(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (IsBody(parameter.Type)
                || parameter.Type.Is("System.IO", "FileInfo")
                || (parameter.Type.SpecialType == SpecialType.System_String && NamesAPath(parameter.Name)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool NamesAPath(string parameter)
    {
        foreach (var word in PathWords)
        {
            if (parameter.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool DoesModelWork(INamedTypeSymbol type)
    {
        var named = ModelWords.Any(word => type.Name.Contains(word));
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public } method
                    && (StartsWithWord(method.Name, Works) || (named && StartsWithWord(method.Name, LooseWorks))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool StartsWithWord(string name, ImmutableArray<string> words)
    {
        foreach (var word in words)
        {
            if (name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || !char.IsLower(name[word.Length])))
            {
                return true;
            }
        }

        return false;
    }
}
