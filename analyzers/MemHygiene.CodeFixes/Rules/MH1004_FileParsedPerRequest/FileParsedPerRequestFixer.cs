using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Hosts;
using MemHygiene.CodeFixes.Injection;
using MemHygiene.CodeFixes.Moving;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MemHygiene.CodeFixes.Rules.MH1004_FileParsedPerRequest;

/// <summary>Reads the document from a <c>JsonStore</c>. Code that writes the same file goes through the store too, or no fix is offered.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FileParsedPerRequestFixer))]
internal sealed class FileParsedPerRequestFixer() : SinkFixer(RuleIds.FileParsedPerRequest, FixTitle)
{
    internal const string FixTitle = "Read the document from a JSON store";

    protected override async Task<bool> FixAsync(SinkContext context)
    {
        var project = context.Document.Project;
        if (context.Type("MemHygiene.JsonStores.JsonStore`1") is not { } store
            || JsonRead.Of(context) is not { } read
            || await Registration.DestinationAsync(project, PlaceKind.BuilderValue, context.Cancellation).ConfigureAwait(false) is not { } destination
            || MovedExpression.Of(context.Model, read.Path, destination, context.Cancellation) is not { } path
            || await JsonWrites.FindAsync(context, read, path.Code, destination).ConfigureAwait(false) is not { } writes
            || StoreOptions.Of(context, read, writes, destination) is not { } options)
        {
            return false;
        }

        var document = read.Document.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        var verb = new Verb(
            "AddJsonStore",
            document.ToDisplayString(),
            TypeNames.Short(document),
            [path.Code, .. options.Arguments],
            [.. path.Namespaces, .. options.Namespaces, .. TypeNames.Namespaces(document)]);
        var service = store.Construct(document);
        if (!await Registration.TryAddAsync(context.Rewrite, project, verb, context.Cancellation).ConfigureAwait(false)
            || await ServiceInjection.TryReachAsync(context, service, Names.FromType(document) + "Store").ConfigureAwait(false) is not { } access)
        {
            return false;
        }

        read.Replace(context, access);
        UnusedLocals.Remove(context, read.Read, path.Inlined);
        foreach (var write in writes)
        {
            if (!await write.TryReplaceAsync(service, Names.FromType(document) + "Store").ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    protected override async Task<Solution?> CompleteAsync(SolutionRewrite rewrite, Solution before, CancellationToken cancellation)
    {
        var changed = await base.CompleteAsync(rewrite, before, cancellation).ConfigureAwait(false);
        return changed is not null && await FreedImport.TryRemoveAsync(rewrite, before, changed, "System.Text.Json", cancellation).ConfigureAwait(false)
            ? await rewrite.CompleteAsync(cancellation).ConfigureAwait(false)
            : changed;
    }
}
