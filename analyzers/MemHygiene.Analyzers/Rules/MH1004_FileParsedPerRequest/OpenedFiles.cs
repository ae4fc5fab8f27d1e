using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1004_FileParsedPerRequest;

/// <summary>Files that are opened rather than read in one call, and what takes all that is in them: a parser, or a reader's <c>ReadToEnd</c>.</summary>
internal static class OpenedFiles
{
    private const string IO = "System.IO";

    /// <summary><c>XDocument.Load(path)</c> and its like open the file themselves.</summary>
    public static bool IsParserOfPath(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "Load", ContainingType: { } type, Parameters: { Length: > 0 } parameters } }
        && parameters[0].Type.SpecialType == SpecialType.System_String
        && (type.Is("System.Xml.Linq", "XDocument") || type.Is("System.Xml.Linq", "XElement") || type.Is("System.Xml", "XmlDocument"));

    public static bool Opens(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "OpenRead" or "OpenText", ContainingType: { } type } } => type.Is(IO, "File") || type.Name is "IFile" or "FileBase",
        IObjectCreationOperation { Type: { Name: "StreamReader" or "FileStream" } type, Constructor.Parameters: { Length: > 0 } parameters } => type.ContainingNamespace.Is(IO) && parameters[0].Type.SpecialType == SpecialType.System_String,
        _ => false,
    };

    /// <summary>The call that takes everything out of the file that <paramref name="open"/> opens, or null.</summary>
    public static IInvocationOperation? TakerOf(IOperation open)
    {
        var value = JsonFiles.Passed(open);
        if (Taker(value) is { } direct)
        {
            return direct;
        }

        if (value.Parent is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
        {
            return null;
        }

        foreach (var operation in SharedState.Scope(open, Frame.Default).Descendants())
        {
            if (operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local) && Taker(JsonFiles.Passed(reference)) is { } taker)
            {
                return taker;
            }
        }

        return null;
    }

    /// <summary>By what it is called, the path is an address: parsers of XML take those too.</summary>
    public static bool IsAddress(IOperation open, Frame frame) => JsonFiles.PathOf(open) is { } path && (Says(path) || (path is ILocalReferenceOperation { Local: var local } && SharedState.ValuesOf(local, SharedState.Scope(open, frame)).Any(Says)));

    private static bool Says(IOperation path) =>
        path.Syntax.ToString() is var code && (code.IndexOf("url", StringComparison.OrdinalIgnoreCase) >= 0 || code.IndexOf("uri", StringComparison.OrdinalIgnoreCase) >= 0 || code.IndexOf("http", StringComparison.OrdinalIgnoreCase) >= 0);

    private static IInvocationOperation? Taker(IOperation file) => file.Parent switch
    {
        IInvocationOperation { TargetMethod.Name: "ReadToEnd" or "ReadToEndAsync" } read when read.Instance == file => read,
        IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation parse } when JsonFiles.IsJsonParser(parse.TargetMethod) || IsXmlParser(parse.TargetMethod) => parse,
        // A reader around the stream takes what the stream has.
        IArgumentOperation { Parameter.Ordinal: 0, Parent: IObjectCreationOperation { Type.Name: "StreamReader" } reader } => TakerOf(reader),
        _ => null,
    };

    private static bool IsXmlParser(IMethodSymbol method) =>
        method.Name is "Load" or "LoadAsync" && method.ContainingType is { Name: "XDocument" or "XElement" or "XmlDocument" } || method is { Name: "Deserialize", ContainingType.Name: "XmlSerializer" };
}
