using System.Collections.Immutable;
using MemHygiene.RequestReach.Libraries;
using MemHygiene.Rules.MH1001_ModelLoadedPerRequest;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;
using MemHygiene.Rules.MH1004_FileParsedPerRequest;
using MemHygiene.Rules.MH1005_ProcessStartedPerRequest;
using MemHygiene.Rules.MH1006_CodeGeneratedPerRequest;

namespace MemHygiene.Rules;

/// <summary>The rules whose sinks a library passes on to its callers.</summary>
internal static class LibraryRules
{
    private const int MostStepsOfLikely = 3;

    public static readonly ImmutableArray<SinkRule> All = ImmutableArray.Create(
        new SinkRule(RuleIds.ModelLoadedPerRequest, ModelTypes.Table, ModelTypes.Table.Find),
        new SinkRule(RuleIds.ClientCreatedPerRequest, ClientTypes.Table, HttpHandlers.FindOwn),
        new SinkRule(RuleIds.FileParsedPerRequest, JsonFiles.Table, JsonFiles.FindParsed) { MostSteps = MostStepsOfLikely },
        new SinkRule(RuleIds.ProcessStartedPerRequest, ProcessStarts.Table, Throttle.FindUnbounded) { MostSteps = MostStepsOfLikely, MayBe = ProcessStarts.MayBe, IsBounded = Throttle.BoundsCall, NameOf = ProcessStarts.NameOf },
        new SinkRule(RuleIds.CodeGeneratedPerRequest, CodeGenerators.Table, Repetition.FindRepeated) { MostSteps = MostStepsOfLikely, MayBe = Repetition.MayBe, NameOf = CodeGenerators.NameOf });
}
