using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rewriting;

/// <summary>
/// The edits of one fix over several files, as text changes against the solution it started from: whatever is not edited keeps every byte, and a
/// position elsewhere can be followed into the result (<see cref="Follow"/>), which is how fix-all keeps its place.
/// </summary>
internal sealed class SolutionRewrite(Solution original)
{
    private readonly Dictionary<DocumentId, List<TextChange>> _changes = [];
    private readonly Dictionary<DocumentId, SortedSet<string>> _imports = [];

    public void StartOver()
    {
        _changes.Clear();
        _imports.Clear();
    }

    public void Replace(Document document, TextSpan span, string code) => Add(document, new TextChange(span, code));

    public void Insert(Document document, int position, string code) => Add(document, new TextChange(new TextSpan(position, 0), code));

    public void Add(Document document, TextChange change)
    {
        if (!_changes.TryGetValue(document.Id, out var changes))
        {
            _changes.Add(document.Id, changes = []);
        }

        changes.Add(change);
    }

    /// <summary>Asks for a using directive; whether one is needed at <paramref name="position"/> is decided here.</summary>
    public void Import(Document document, SemanticModel model, int position, string? namespaceName)
    {
        if (string.IsNullOrEmpty(namespaceName) || Imports.InScope(model, position, namespaceName!))
        {
            return;
        }

        if (!_imports.TryGetValue(document.Id, out var names))
        {
            _imports.Add(document.Id, names = new SortedSet<string>(UsingOrder.Instance));
        }

        names.Add(namespaceName!);
    }

    /// <summary>The solution with all edits, or null where two edits want the same text.</summary>
    public async Task<Solution?> CompleteAsync(CancellationToken cancellation)
    {
        foreach (var wanted in _imports)
        {
            var document = original.GetDocument(wanted.Key)!;
            foreach (var change in await Imports.AddAsync(document, wanted.Value, cancellation).ConfigureAwait(false))
            {
                Add(document, change);
            }
        }

        _imports.Clear();
        var changed = original;
        foreach (var id in _changes.Keys.ToList())
        {
            var ordered = _changes[id].OrderBy(change => change.Span.Start).ThenBy(change => change.Span.Length).ToList();
            if (ordered.Zip(ordered.Skip(1), (first, second) => first.Span.End > second.Span.Start).Any(overlaps => overlaps))
            {
                return null;
            }

            _changes[id] = ordered;
            var text = await original.GetDocument(id)!.GetTextAsync(cancellation).ConfigureAwait(false);
            changed = changed.WithDocumentText(id, text.WithChanges(ordered));
        }

        return changed;
    }

    /// <summary>Where a span of the original stands after the edits; null when an edit went through it.</summary>
    public TextSpan? Follow(DocumentId document, TextSpan span)
    {
        if (!_changes.TryGetValue(document, out var changes))
        {
            return span;
        }

        var shift = 0;
        foreach (var change in changes)
        {
            var growth = change.NewText!.Length - change.Span.Length;
            if (change.Span.End <= span.Start)
            {
                shift += growth;
            }
            else if (change.Span.Start < span.End)
            {
                return null;
            }
        }

        return new TextSpan(span.Start + shift, span.Length);
    }
}
