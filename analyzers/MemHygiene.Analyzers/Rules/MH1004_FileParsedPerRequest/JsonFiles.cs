using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1004_FileParsedPerRequest;

/// <summary>Follows a file's text or bytes from <c>File.ReadAll…</c> to the parser.</summary>
internal static class JsonFiles
{
    /// <summary>The framework's own methods; abstractions of the file system are known by their shape.</summary>
    public static readonly SinkTable Table = new(ImmutableArray.Create(
        "System.IO.File::ReadAllText",
        "System.IO.File::ReadAllTextAsync",
        "System.IO.File::ReadAllBytes",
        "System.IO.File::ReadAllBytesAsync"));

    /// <summary>A file that is read to be parsed, as a sink; null for one that the caller names.</summary>
    public static Sink? FindParsed(IOperation operation) =>
        operation is IInvocationOperation read && ReadsWholeFile(read) && Parse(read) is { } parse && !TakesPath(read) ? new Sink(DocumentOf(parse), read.TargetMethod.Name) : null;

    /// <summary>The type that a parser makes of the text.</summary>
    public static INamedTypeSymbol DocumentOf(IInvocationOperation parse) =>
        parse.TargetMethod.TypeArguments.FirstOrDefault() as INamedTypeSymbol
        ?? (parse is { Type.SpecialType: SpecialType.System_Object, Parent: IConversionOperation { Type: INamedTypeSymbol cast } } ? cast : null)
        ?? (SinkTable.Unwrapped(parse.TargetMethod.ReturnType) is INamedTypeSymbol { SpecialType: SpecialType.None } made ? made : parse.TargetMethod.ContainingType);

    private static bool TakesPath(IInvocationOperation read) => PathOf(read)?.DescendantsAndSelf().Any(part => part is IParameterReferenceOperation) == true;

    public static bool ReadsWholeFile(IInvocationOperation call) =>
        call.TargetMethod is { Name: "ReadAllText" or "ReadAllTextAsync" or "ReadAllBytes" or "ReadAllBytesAsync" or "ReadAllLines" or "ReadAllLinesAsync" } method
        && (method.ContainingType.Is("System.IO", "File") || method.ContainingType.Name is "IFile" or "FileBase");

    /// <summary>The call that parses what <paramref name="read"/> gives: directly, or through a local that serves nothing else.</summary>
    public static IInvocationOperation? Parse(IInvocationOperation read)
    {
        var value = Passed(read);
        if (value.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
        {
            var root = read.Parent;
            while (root?.Parent is not null)
            {
                root = root.Parent;
            }

            ILocalReferenceOperation? only = null;
            foreach (var operation in root!.Descendants())
            {
                if (operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local))
                {
                    if (only is not null)
                    {
                        return null;
                    }

                    only = reference;
                }
            }

            value = only is null ? value : Passed(only);
        }

        return value.Parent is IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation parse } && IsJsonParser(parse.TargetMethod) ? parse : null;
    }

    /// <summary>The first argument of a call or creation: what names the file.</summary>
    public static IOperation? PathOf(IOperation read)
    {
        var arguments = read switch
        {
            IInvocationOperation call => call.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => ImmutableArray<IArgumentOperation>.Empty,
        };
        return arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value;
    }

    /// <summary>The path depends on what the request says (an id in the route): many small files, not one that could be kept.</summary>
    public static bool ChosenByRequest(IOperation read, Frame frame)
    {
        if (PathOf(read) is not { } path)
        {
            return false;
        }

        var scope = SharedState.Scope(read, frame);
        return Asks(path, depth: 3);

        bool Asks(IOperation value, int depth) => value.DescendantsAndSelf().Any(part => part switch
        {
            IParameterReferenceOperation { Parameter: var parameter } => IsRequestData(parameter, frame),
            IPropertyReferenceOperation { Property.ContainingType: var owner } => owner.Is("Microsoft.AspNetCore.Http", "HttpRequest"),
            ILocalReferenceOperation { Local: var local } => depth > 0 && SharedState.ValuesOf(local, scope).Any(source => Asks(source, depth - 1)),
            _ => false,
        });
    }

    private static bool IsRequestData(IParameterSymbol parameter, Frame frame) =>
        parameter.Type is { SpecialType: not SpecialType.None } or { TypeKind: TypeKind.Enum or TypeKind.Struct }
        && frame.Parameters.Any(candidate => SymbolEqualityComparer.Default.Equals(candidate, parameter));

    public static bool IsJsonParser(IMethodSymbol method) => method.Name switch
    {
        "Deserialize" or "DeserializeAsync" => method.ContainingType.Is("System.Text.Json", "JsonSerializer"),
        "Parse" or "ParseAsync" => method.ContainingType.Is("System.Text.Json", "JsonDocument") || method.ContainingType.Is("System.Text.Json.Nodes", "JsonNode") || method.ContainingType.ContainingNamespace.Is("Newtonsoft.Json.Linq"),
        "DeserializeObject" => method.ContainingType.Is("Newtonsoft.Json", "JsonConvert"),
        _ => false,
    };

    /// <summary>The value behind conversions and awaits.</summary>
    public static IOperation Passed(IOperation value)
    {
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IAwaitOperation || IsConfigureAwait(value.Parent))
        {
            value = value.Parent!;
        }

        return value;
    }

    private static bool IsConfigureAwait(IOperation? operation) => operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" };
}
