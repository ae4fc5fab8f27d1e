using MemHygiene.Growth;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH2006_DisposableFromRootProvider;

/// <summary>Service providers that live as long as the process: the application's own, and what a singleton, a middleware or static state holds.</summary>
internal static class RootProviders
{
    public static bool Contain(IOperation? provider, Compilation compilation, CancellationToken cancellation) => provider switch
    {
        IConversionOperation { Operand: var operand } => Contain(operand, compilation, cancellation),
        IPropertyReferenceOperation { Property: { Name: "Services" or "ApplicationServices" } property } when IsHost(property.ContainingType) => true,
        IPropertyReferenceOperation { Property: { IsStatic: true } property } => IsProvider(property.Type),
        IFieldReferenceOperation { Field: { IsStatic: true } field } => IsProvider(field.Type),
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field } => IsProvider(field.Type) && GetsRoot(field.ContainingType, compilation, cancellation),
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: var property } => IsProvider(property.Type) && GetsRoot(property.ContainingType, compilation, cancellation),

        // The parameter of a primary constructor.
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: var type } } parameter }
            => IsProvider(parameter.Type) && GetsRoot(type, compilation, cancellation),
        ILocalReferenceOperation { Local: var local } => IsProvider(local.Type) && IsRoot(local, provider, compilation, cancellation),
        _ => false,
    };

    private static bool IsRoot(ILocalSymbol local, IOperation reference, Compilation compilation, CancellationToken cancellation)
    {
        var any = false;
        foreach (var value in SharedState.ValuesOf(local, SharedState.Scope(reference, Frame.Default)))
        {
            if (value is ILocalReferenceOperation || !Contain(value, compilation, cancellation))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    private static bool IsHost(INamedTypeSymbol type) => type.Name is "WebApplication" or "IHost" or "IApplicationBuilder" or "IWebHost";

    private static bool IsProvider(ITypeSymbol type) => type.Name is "IServiceProvider" or "ServiceProvider" or "IKeyedServiceProvider";

    /// <summary>The container makes the type once, so it gets the root provider.</summary>
    private static bool GetsRoot(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation) =>
        LongLived.Services(compilation, cancellation).IsSingleton(type)
        || type.DerivesFrom("Microsoft.Extensions.Hosting", "BackgroundService")
        || type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => parameter.Type.Is("Microsoft.AspNetCore.Http", "RequestDelegate")));
}
