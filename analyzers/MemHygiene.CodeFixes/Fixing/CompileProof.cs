using Microsoft.CodeAnalysis;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>
/// Compiles the files that a fix changed, for every target framework that they belong to, and compares: an error that was not there before means
/// that the fix is not offered. Warnings count where the project treats them as errors. What a fix can break in other files (callers of a
/// constructor) is ruled out before it is written.
/// </summary>
internal static class CompileProof
{
    public static async Task<bool> HoldsAsync(Solution before, Solution after, CancellationToken cancellation)
    {
        var everywhere = await LinkedFiles.FollowAsync(before, after, cancellation).ConfigureAwait(false);
        foreach (var id in everywhere.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments()).ToList())
        {
            var known = await ErrorsAsync(before.GetDocument(id)!, cancellation).ConfigureAwait(false);
            var now = await ErrorsAsync(everywhere.GetDocument(id)!, cancellation).ConfigureAwait(false);
            foreach (var error in now)
            {
                if (!known.Remove(error))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static async Task<List<string>> ErrorsAsync(Document document, CancellationToken cancellation)
    {
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return model!.GetDiagnostics(cancellationToken: cancellation)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !diagnostic.IsSuppressed)
            .Select(diagnostic => diagnostic.Id + diagnostic.GetMessage())
            .ToList();
    }
}
