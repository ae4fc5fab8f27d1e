using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1009_LargeBufferPerRequest;

/// <summary>Request bodies and uploads that go into one string or one growing array.</summary>
internal static class WholeBodies
{
    private const string Http = "Microsoft.AspNetCore.Http";

    /// <summary>What is read, as messages call it, or null.</summary>
    public static string? Describe(IInvocationOperation call, Frame frame)
    {
        var scope = SharedState.Scope(call, frame);
        if (call.TargetMethod.Name is "ReadToEnd" or "ReadToEndAsync")
        {
            return call.Instance is { } reader ? Source(reader, scope, depth: 3) : null;
        }

        return call.Instance is { } source && call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0) is { Value: var target } && IsMemoryStream(target, scope, depth: 2)
            ? Source(source, scope, depth: 3)
            : null;
    }

    private static string? Source(IOperation value, IOperation scope, int depth) => value switch
    {
        IConversionOperation { Operand: var operand } => Source(operand, scope, depth),
        IPropertyReferenceOperation { Property: { Name: "Body" } property } when property.ContainingType.Is(Http, "HttpRequest") => "The body",
        _ when value.Type.Is(Http, "IFormFile") => "The upload",
        IInvocationOperation { TargetMethod.Name: "OpenReadStream", Instance: { } file } => Source(file, scope, depth),
        IObjectCreationOperation { Type: { Name: "StreamReader" } type, Arguments: { Length: > 0 } arguments } when type.ContainingNamespace.Is("System.IO") => Source(arguments[0].Value, scope, depth),
        ILocalReferenceOperation { Local: var local } when depth > 0 => OfLocal(local, scope, depth),
        _ => null,
    };

    private static string? OfLocal(ILocalSymbol local, IOperation scope, int depth)
    {
        foreach (var value in SharedState.ValuesOf(local, scope))
        {
            if (Source(value, scope, depth - 1) is { } source)
            {
                return source;
            }
        }

        return null;
    }

    private static bool IsMemoryStream(IOperation value, IOperation scope, int depth) => value switch
    {
        IConversionOperation { Operand: var operand } => IsMemoryStream(operand, scope, depth),
        IObjectCreationOperation { Type: { Name: "MemoryStream" } type } => type.ContainingNamespace.Is("System.IO"),
        ILocalReferenceOperation { Local: var local } => depth > 0 && SharedState.ValuesOf(local, scope).Any(source => IsMemoryStream(source, scope, depth - 1)),
        _ => false,
    };
}
