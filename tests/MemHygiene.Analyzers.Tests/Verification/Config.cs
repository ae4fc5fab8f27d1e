using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Analyzers.Tests.Verification;

/// <summary>Options of one file, as an .editorconfig section gives them: other files and the global options do not see them.</summary>
internal sealed class Config(string path, ImmutableDictionary<string, string> options, ImmutableDictionary<string, string>? global = null) : AnalyzerConfigOptionsProvider
{
    private static readonly Section Empty = new(ImmutableDictionary<string, string>.Empty);

    public override AnalyzerConfigOptions GlobalOptions { get; } = global is null ? Empty : new Section(global);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => tree.FilePath == path ? new Section(options) : Empty;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => Empty;

    private sealed class Section(ImmutableDictionary<string, string> options) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => options.TryGetValue(key, out value);
    }
}
