using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>Diagnostics at the sink itself: reported from the sink's own operation action they are local, so they show while typing and can be fixed.</summary>
internal static class Findings
{
    public static Diagnostic Create(DiagnosticDescriptor rule, IOperation operation, EntryPoint entry, Sink sink, params object[] arguments)
    {
        var properties = ImmutableDictionary.CreateBuilder<string, string?>();
        properties[DiagnosticProperties.Type] = sink.Type.FullMetadataName();
        properties[DiagnosticProperties.Member] = sink.Member;
        properties[DiagnosticProperties.EntryPoint] = entry.Name;
        properties[DiagnosticProperties.EntryKind] = entry.Kind.ToString();
        return Diagnostic.Create(rule, operation.Syntax.GetLocation(), properties.ToImmutable(), arguments);
    }
}
