using System.Collections.Immutable;
using MemHygiene.GiveBack;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH3004_LeaseNotDisposed;

/// <summary>Finds what MemHygiene lends and nobody gives back: model leases, clients over pooled handlers.</summary>
/// <remarks>
/// By shape: an instance method of a type in one of MemHygiene's namespaces, called Lease, Rent, Create or the like, that answers with something
/// disposable. A new lending type needs no line here.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LeaseNotDisposedAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<string> Lends = ImmutableArray.Create("Lease", "Rent", "Borrow", "Acquire", "CreateClient");

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.LeaseNotDisposed,
        "Lease never disposed",
        "What {0} lends is never given back: declare it with using",
        "Something lent holds its source: a model whose lease is never disposed cannot be unloaded, and a handler whose client is never disposed is not idle before a finalizer finds the client.");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (IsLending(call.TargetMethod)
            && Disposables.FateOf(call, out _) == Fate.Dropped
            && !TestCode.Contains(context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name));
        }
    }

    private static bool IsLending(IMethodSymbol method) =>
        !method.IsStatic && IsOurs(method.ContainingNamespace) && IsNamedSo(method.Name) && IsDisposable(SinkTable.Unwrapped(method.ReturnType));

    private static bool IsNamedSo(string name)
    {
        foreach (var verb in Lends)
        {
            if (name.StartsWith(verb, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOurs(INamespaceSymbol? space)
    {
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name == "MemHygiene";
    }

    private static bool IsDisposable(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_IDisposable)
        {
            return true;
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (contract.SpecialType == SpecialType.System_IDisposable || contract.Is("System", "IAsyncDisposable"))
            {
                return true;
            }
        }

        return false;
    }
}
