using Microsoft.CodeAnalysis;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>Gives the text of a changed document to the documents of the other target frameworks that show the same file.</summary>
internal static class LinkedFiles
{
    public static async Task<Solution> FollowAsync(Solution before, Solution after, CancellationToken cancellation)
    {
        var result = after;
        foreach (var id in after.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments()).ToList())
        {
            var document = after.GetDocument(id)!;
            var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
            foreach (var linked in document.GetLinkedDocumentIds())
            {
                result = result.WithDocumentText(linked, text);
            }
        }

        return result;
    }
}
