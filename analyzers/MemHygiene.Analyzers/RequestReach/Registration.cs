using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>One service that a call hands to the container.</summary>
/// <param name="Service">What is asked for; null where the call does not tell.</param>
/// <param name="Implementation">What is made; null where a factory or an instance hides it.</param>
/// <param name="Lifetime">How long it is kept.</param>
internal readonly record struct Registration(INamedTypeSymbol? Service, INamedTypeSymbol? Implementation, Lifetime Lifetime)
{
    /// <summary>The registrations of one call; several where a method of this compilation wraps it and passes its own type parameters on.</summary>
    public static IEnumerable<Registration> Read(InvocationExpressionSyntax call, SemanticModel model, Compilation compilation, CancellationToken cancellation)
    {
        if (TreeIndex.NameOf(call) is not { } name || LifetimeOf(call, name) is not { } lifetime)
        {
            return [];
        }

        var types = Types(call, name, model);
        var service = types.FirstOrDefault();
        var implementation = Made(call, name, types, model, cancellation);
        if (service is ITypeParameterSymbol || implementation is ITypeParameterSymbol)
        {
            return OfWrapper(service, implementation, lifetime, compilation, cancellation);
        }

        return [new Registration(service as INamedTypeSymbol ?? implementation as INamedTypeSymbol, implementation as INamedTypeSymbol, lifetime)];
    }

    private static Lifetime? LifetimeOf(InvocationExpressionSyntax call, SimpleNameSyntax name)
    {
        var verb = name.Identifier.ValueText;
        if (RegistrationVerbs.IsDescribed(verb))
        {
            return call.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<MemberAccessExpressionSyntax>().LastOrDefault()?.Name.Identifier.ValueText switch
            {
                nameof(Lifetime.Singleton) => Lifetime.Singleton,
                nameof(Lifetime.Scoped) => Lifetime.Scoped,
                nameof(Lifetime.Transient) => Lifetime.Transient,
                _ => null,
            };
        }

        return RegistrationVerbs.IsAutofac(verb) ? OfAutofac(call, verb) : RegistrationVerbs.LifetimeOf(verb);
    }

    // builder.RegisterType<T>().As<I>().SingleInstance(); many other things are called Register, so there the chain has to tell.
    private static Lifetime? OfAutofac(InvocationExpressionSyntax call, string verb)
    {
        var isCertain = verb != "Register";
        for (SyntaxNode current = call; current.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } access; current = outer)
        {
            var next = access.Name.Identifier.ValueText;
            if (next is "SingleInstance" or "AutoActivate")
            {
                return Lifetime.Singleton;
            }

            isCertain |= next is "As" or "AsSelf" or "AsImplementedInterfaces" || next.StartsWith("InstancePer", StringComparison.Ordinal);
        }

        return isCertain ? Lifetime.Transient : null;
    }

    private static List<ITypeSymbol> Types(InvocationExpressionSyntax call, SimpleNameSyntax name, SemanticModel model)
    {
        IEnumerable<TypeSyntax> syntax = name is GenericNameSyntax { TypeArgumentList.Arguments: var arguments }
            ? arguments
            : call.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<TypeOfExpressionSyntax>().Select(expression => expression.Type);
        var types = syntax.Select(type => TypeOf(type, model)).OfType<ITypeSymbol>().ToList();

        // Autofac names the implementation first and the services along the chain.
        if (RegistrationVerbs.IsAutofac(name.Identifier.ValueText)
            && call.Parent is MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.ValueText: "As", TypeArgumentList.Arguments: { Count: > 0 } services } }
            && TypeOf(services[0], model) is { } service)
        {
            types.Insert(0, service);
        }

        return types;
    }

    // Binds the type's name alone: asked for directly, the model would bind the whole statement around it, often the longest of the program.
    private static ITypeSymbol? TypeOf(TypeSyntax type, SemanticModel model) =>
        type is OmittedTypeArgumentSyntax || type.DescendantNodesAndSelf().Any(node => node is OmittedTypeArgumentSyntax)
            ? model.GetTypeInfo(type).Type
            : model.GetSpeculativeTypeInfo(type.SpanStart, type, SpeculativeBindingOption.BindAsTypeOrNamespace).Type;

    private static ITypeSymbol? Made(InvocationExpressionSyntax call, SimpleNameSyntax name, List<ITypeSymbol> types, SemanticModel model, CancellationToken cancellation)
    {
        var verb = name.Identifier.ValueText;
        var values = call.ArgumentList.Arguments.Select(argument => argument.Expression).ToList();

        // What the factory creates is more exact than the service type; an instance that is passed was made by the caller.
        if (!RegistrationVerbs.HasNoFactory(verb) && values.OfType<AnonymousFunctionExpressionSyntax>().FirstOrDefault() is { } factory)
        {
            return Created(factory) is { } created ? model.GetTypeInfo(created, cancellation).Type : null;
        }

        if (types.Count > 0)
        {
            return types.Count == 1 && types[0].TypeKind == TypeKind.Interface ? null : types[types.Count - 1];
        }

        return values.OfType<BaseObjectCreationExpressionSyntax>().FirstOrDefault() is { } instance && RegistrationVerbs.LifetimeOf(verb) == Lifetime.Singleton
            ? model.GetTypeInfo(instance, cancellation).Type
            : null;
    }

    /// <summary>The expression whose type tells what a factory returns: <c>new T(…)</c> or the <c>T</c> of <c>CreateInstance&lt;T&gt;(…)</c>.</summary>
    private static SyntaxNode? Created(AnonymousFunctionExpressionSyntax factory)
    {
        var result = factory.ExpressionBody ?? factory.Block?.Statements.OfType<ReturnStatementSyntax>().LastOrDefault()?.Expression;
        return result switch
        {
            BaseObjectCreationExpressionSyntax creation => creation,
            InvocationExpressionSyntax call when TreeIndex.NameOf(call) is GenericNameSyntax { Identifier.ValueText: "CreateInstance", TypeArgumentList.Arguments: { Count: 1 } arguments } => arguments[0],
            _ => null,
        };
    }

    private static IEnumerable<Registration> OfWrapper(ITypeSymbol? service, ITypeSymbol? implementation, Lifetime lifetime, Compilation compilation, CancellationToken cancellation)
    {
        var wrapper = (service as ITypeParameterSymbol ?? implementation as ITypeParameterSymbol)?.DeclaringMethod;
        if (wrapper is null)
        {
            yield break;
        }

        foreach (var tree in compilation.SyntaxTrees)
        {
            var index = TreeIndex.For(tree, cancellation);
            if (!index.Mentions(wrapper.Name))
            {
                continue;
            }

            var model = compilation.GetSemanticModel(tree);
            foreach (var use in index.Uses(wrapper.Name, cancellation))
            {
                if (model.GetSymbolInfo(use, cancellation).Symbol is IMethodSymbol called && SymbolEqualityComparer.Default.Equals((called.ReducedFrom ?? called).OriginalDefinition, wrapper.OriginalDefinition))
                {
                    var made = Argument(implementation, called) as INamedTypeSymbol;
                    yield return new Registration(Argument(service, called) as INamedTypeSymbol ?? made, made, lifetime);
                }
            }
        }
    }

    private static ITypeSymbol? Argument(ITypeSymbol? type, IMethodSymbol called) =>
        type is ITypeParameterSymbol { Ordinal: var ordinal } && ordinal < called.TypeArguments.Length ? called.TypeArguments[ordinal] : type;
}
