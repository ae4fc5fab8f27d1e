using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>Diagnostics at the sink itself: reported from the sink's own operation action they are local, so they show while typing and can be fixed.</summary>
internal static class Findings
{
    public static Diagnostic Create(DiagnosticDescriptor rule, IOperation operation, RequestPath path, Sink sink, params object[] arguments)
    {
        var properties = ImmutableDictionary.CreateBuilder<string, string?>();
        properties[DiagnosticProperties.Type] = sink.Type.FullMetadataName();
        properties[DiagnosticProperties.Member] = sink.Member;
        properties[DiagnosticProperties.EntryPoint] = path.Entry.Name;
        properties[DiagnosticProperties.EntryKind] = path.Entry.Kind.ToString();
        return Diagnostic.Create(rule, operation.Syntax.GetLocation(), path.Steps.Select(step => step.Call), properties.ToImmutable(), arguments);
    }
}
