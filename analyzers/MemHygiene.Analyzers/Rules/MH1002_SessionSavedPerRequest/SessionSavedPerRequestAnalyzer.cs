using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1002_SessionSavedPerRequest;

/// <summary>Finds sessions that are written although nothing in the request decided that they change.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionSavedPerRequestAnalyzer : DiagnosticAnalyzer
{
    private const string Http = "Microsoft.AspNetCore.Http";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.SessionSavedPerRequest,
        "Session saved on every request",
        "The session is saved on every request ({0}): {1}",
        "Setting a value marks the session as changed, even if the value is the same, and the whole session is serialised and sent to the store.");

    private static readonly DiagnosticDescriptor StoreRule = RuleDescriptor.Warning(
        RuleIds.SessionSavedPerRequest,
        "Session saved on every request",
        "A row is written on every request to note when somebody was last seen ({0}): write it when the noted time is some minutes old",
        "Every request waits for a write that tells next to nothing new, and the change tracker, the parameters and the row's version are paid for each time.");

    private static readonly DiagnosticDescriptor LikelyStoreRule = RuleDescriptor.Likely(
        StoreRule, "The store is written on every request ({0}): collect what is to be noted, and write it in the background, many rows at a time");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule, StoreRule, LikelyStoreRule);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpContext") is not null && RequestCode.For(start.Compilation, start.Options) is { } requests)
            {
                var hasIfChanged = start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.SessionIfChangedExtensions") is not null;
                start.RegisterOperationAction(operation => Analyze(operation, requests, hasIfChanged), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, RequestCode requests, bool hasIfChanged)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is { Name: "CommitAsync" or "Set" or "SetString" or "SetInt32" } method && WritesSession(method))
        {
            AnalyzeSession(context, call, requests, hasIfChanged);
        }
        else if (LastSeenUpdate.MayWrite(call.TargetMethod))
        {
            AnalyzeStore(context, call, requests);
        }
    }

    private static void AnalyzeSession(OperationAnalysisContext context, IInvocationOperation call, RequestCode requests, bool hasIfChanged)
    {
        if (requests.Find(call, context.ContainingSymbol, context.CancellationToken) is not { } path)
        {
            return;
        }

        var method = call.TargetMethod;
        var isCommit = method.Name == "CommitAsync";
        if ((!isCommit && path.Entry.ChangesState)
            || Decisions.AnswersWithRedirect(call, path.Frame, always: !isCommit)
            || Decisions.Decide(call, path.Frame)
            || (!path.Steps.IsEmpty && (!LastSeenUpdate.IsOnEveryWay(path.Entry) || ConditionalCalls.AnyOn(path, context.CancellationToken))))
        {
            return;
        }

        var advice = isCommit ? "leave it to the session middleware, which commits at the end"
            : hasIfChanged ? $"use {method.Name}IfChanged"
            : "set the value only when it differs";
        context.ReportDiagnostic(Findings.Create(Rule, call, path, new Sink(method.ContainingType, method.Name), path.Describe(call), advice));
    }

    private static void AnalyzeStore(OperationAnalysisContext context, IInvocationOperation call, RequestCode requests)
    {
        // What stands beside the call is cheap to look at, and nearly every write ends here.
        var isStamped = LastSeenUpdate.IsOne(call);
        if ((!isStamped && (!StoreWrites.Saves(call.TargetMethod) || ConditionalCalls.IsDecided(call.Syntax, isSecurity: false)))
            || requests.Find(call, context.ContainingSymbol, context.CancellationToken) is not { } path
            || !(path.Entry.IsForAll || path.Entry.Kind == EntryKind.Filter)
            || (path.Entry.Kind == EntryKind.Middleware && !StoreWrites.AreForAll(path.Entry, requests, context.CancellationToken)))
        {
            return;
        }

        var sink = new Sink(call.TargetMethod.ContainingType, call.TargetMethod.Name);
        if (isStamped || LastSeenUpdate.IsAbove(path, context.CancellationToken))
        {
            context.ReportDiagnostic(Findings.Create(StoreRule, call, path, sink, path.Describe(call)));
        }
        else if (StoreWrites.AreForAll(path.Entry, requests, context.CancellationToken) && !ConditionalCalls.DecideOn(path, context.CancellationToken))
        {
            context.ReportDiagnostic(Findings.Create(LikelyStoreRule, call, path, sink, path.Describe(call)));
        }
    }

    private static bool WritesSession(IMethodSymbol method) =>
        method.ContainingType.Is(Http, "ISession")
        || method.ContainingType.Is(Http, "SessionExtensions")
        || method.ContainingType.AllInterfaces.Any(candidate => candidate.Is(Http, "ISession"));
}
