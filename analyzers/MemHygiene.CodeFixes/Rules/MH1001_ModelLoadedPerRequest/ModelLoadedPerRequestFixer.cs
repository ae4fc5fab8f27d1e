using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1001_ModelLoadedPerRequest;

/// <summary>
/// Leases the model from a <c>ModelCache</c>, or shares it through a <see cref="Lazy{T}"/> where MemHygiene is not referenced, in a library that no
/// program here starts, and in classes that nobody can inject the cache into.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ModelLoadedPerRequestFixer))]
internal sealed class ModelLoadedPerRequestFixer() : SinkFixer(RuleIds.ModelLoadedPerRequest, FixTitle)
{
    internal const string FixTitle = "Load the model once and share it";

    protected override async Task<bool> FixAsync(SinkContext context)
    {
        if (LoadOf(context) is not { } load)
        {
            return false;
        }

        return context.Type("MemHygiene.Models.ModelCache`1") is { } cache
            ? await LeasedModel.TryApplyAsync(context, load, cache).ConfigureAwait(false)
            : SharedLazy.TryApply(context, load);
    }

    protected override Task<bool> FallBackAsync(SinkContext context) =>
        Task.FromResult(context.Sink.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not null && LoadOf(context) is { } load && SharedLazy.TryApply(context, load));

    private static MadeValue? LoadOf(SinkContext context) => MadeValue.Of(context) is { } load && SingleThreaded.Allows(load.Type) ? load : null;
}
