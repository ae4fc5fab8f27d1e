using Microsoft.CodeAnalysis;

namespace MemHygiene.Analyzers.Benchmarks.Fixes;

/// <summary>
/// How often each error stands in each file. Code without all of its packages has errors before a fix, and a fix moves lines: so errors are compared
/// by file, id and number.
/// </summary>
internal sealed class CompilerErrors
{
    private readonly Dictionary<(string File, string Id), List<string>> _errors;

    private CompilerErrors(IEnumerable<Diagnostic> errors) =>
        _errors = errors.GroupBy(error => (error.Location.SourceTree?.FilePath ?? "", error.Id)).ToDictionary(same => same.Key, same => same.Select(Describe).ToList());

    public static CompilerErrors Of(IEnumerable<Diagnostic> diagnostics) => new(diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

    /// <summary>Those that there are more of than before, each with the sentences that are new.</summary>
    public IEnumerable<string> NewSince(CompilerErrors before)
    {
        foreach (var (place, now) in _errors.OrderBy(entry => entry.Key.File, StringComparer.Ordinal).ThenBy(entry => entry.Key.Id, StringComparer.Ordinal))
        {
            var known = before._errors.GetValueOrDefault(place, []);
            if (now.Count > known.Count)
            {
                var unknown = now.Where(error => !known.Exists(old => Sentence(old) == Sentence(error))).ToList();
                foreach (var error in (unknown.Count > 0 ? unknown : now).Take(now.Count - known.Count))
                {
                    yield return $"{place.File}:{error}";
                }
            }
        }
    }

    private static string Describe(Diagnostic error) => $"{error.Location.GetLineSpan().StartLinePosition.Line + 1}: {error.Id}: {error.GetMessage()}";

    private static string Sentence(string described) => described[described.IndexOf(':')..];
}
