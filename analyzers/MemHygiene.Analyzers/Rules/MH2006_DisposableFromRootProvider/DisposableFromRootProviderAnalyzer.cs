using System.Collections.Immutable;
using MemHygiene.Growth;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH2006_DisposableFromRootProvider;

/// <summary>Finds disposable transient services that code which runs again and again takes from the root container.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DisposableFromRootProviderAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.DisposableFromRootProvider,
        "Disposable service from the root container",
        "The root container keeps every {0} that it makes here until the process ends, disposed or not ({1}): resolve it in a scope",
        "A container disposes what it made, so it keeps every disposable transient service until it is disposed itself. The root container is disposed at the end of the process.");

    private const string DependencyInjection = "Microsoft.Extensions.DependencyInjection";

    private static readonly SinkTable Resolving = new(ImmutableArray.Create(
        DependencyInjection + ".ServiceProviderServiceExtensions::GetService",
        DependencyInjection + ".ServiceProviderServiceExtensions::GetRequiredService",
        DependencyInjection + ".ServiceProviderServiceExtensions::GetServices",
        DependencyInjection + ".ServiceProviderKeyedServiceExtensions::GetKeyedService",
        DependencyInjection + ".ServiceProviderKeyedServiceExtensions::GetRequiredKeyedService",
        "System.IServiceProvider::GetService"));

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (RequestCode.For(start.Compilation, start.Options) is { } requests)
            {
                start.RegisterOperationAction(operation => Analyze(operation, requests), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, RequestCode requests)
    {
        var cancellation = context.CancellationToken;
        if (Resolving.Find(context.Operation) is not null
            && context.Operation is IInvocationOperation call
            && ServiceOf(call) is { } service
            && RootProviders.Contain(SharedState.Receiver(call), context.Compilation, cancellation)
            && Tracked(service, context.Compilation, cancellation) is { } made
            && requests.Find(call, context.ContainingSymbol, cancellation) is { } path)
        {
            context.ReportDiagnostic(Findings.Create(Rule, call, path, new Sink(made, call.TargetMethod.Name), made.Name, path.Describe(call)));
        }
    }

    private static INamedTypeSymbol? ServiceOf(IInvocationOperation call)
    {
        if (call.TargetMethod.TypeArguments is { Length: 1 } arguments)
        {
            return arguments[0] as INamedTypeSymbol;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Value is ITypeOfOperation { TypeOperand: INamedTypeSymbol type })
            {
                return type;
            }
        }

        return null;
    }

    /// <summary>What the container makes for the service each time, if it is disposable.</summary>
    private static INamedTypeSymbol? Tracked(INamedTypeSymbol service, Compilation compilation, CancellationToken cancellation)
    {
        var services = LongLived.Services(compilation, cancellation);
        if (services.IsTransient(service) && IsDisposable(service))
        {
            return service;
        }

        foreach (var implementation in services.ImplementationsOf(service))
        {
            if (services.IsTransient(implementation) && IsDisposable(implementation))
            {
                return implementation;
            }
        }

        return null;
    }

    private static bool IsDisposable(INamedTypeSymbol type)
    {
        foreach (var candidate in type.AllInterfaces)
        {
            if (candidate.SpecialType == SpecialType.System_IDisposable || candidate.Is("System", "IAsyncDisposable"))
            {
                return true;
            }
        }

        return false;
    }
}
