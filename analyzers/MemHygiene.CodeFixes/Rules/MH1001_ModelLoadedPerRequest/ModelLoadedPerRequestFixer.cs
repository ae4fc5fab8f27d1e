using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MemHygiene.CodeFixes.Rules.MH1001_ModelLoadedPerRequest;

/// <summary>Leases the model from a <c>ModelCache</c>, or shares it through a <see cref="Lazy{T}"/> where MemHygiene is not referenced.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ModelLoadedPerRequestFixer))]
internal sealed class ModelLoadedPerRequestFixer() : SinkFixer(RuleIds.ModelLoadedPerRequest, FixTitle)
{
    internal const string FixTitle = "Load the model once and share it";

    protected override async Task<bool> FixAsync(SinkContext context)
    {
        if (ModelLoad.Of(context) is not { } load)
        {
            return false;
        }

        return context.Type("MemHygiene.Models.ModelCache`1") is { } cache
            ? await LeasedModel.TryApplyAsync(context, load, cache).ConfigureAwait(false)
            : SharedLazy.TryApply(context, load);
    }
}
