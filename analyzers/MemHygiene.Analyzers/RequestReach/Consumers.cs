using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>Who takes a service. A transient that only singletons take is made once for each of them, not for requests.</summary>
internal sealed class Consumers(CallSites sites, Lifetimes lifetimes)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    /// <summary>Some constructor takes the type, or what it is registered as, and all that do are of singletons; nobody asks the container for it.</summary>
    public bool LiveLong(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (_known.TryGetValue(type, out var known))
        {
            return known;
        }

        var any = false;
        foreach (var service in lifetimes.ServicesOf(type))
        {
            foreach (var (use, model) in sites.Uses(service.Name, cancellation))
            {
                switch (TakerOf(use, model, cancellation))
                {
                    case (Taking.ByConstructor, { } taker) when lifetimes.IsSingleton(taker) || Roots.LivesWithTheApp(taker):
                        any = true;
                        break;
                    case (Taking.No, _):
                        break;
                    default:
                        return _known[type] = false;
                }
            }
        }

        return _known[type] = any;
    }

    private static (Taking How, INamedTypeSymbol? Taker) TakerOf(SimpleNameSyntax use, SemanticModel model, CancellationToken cancellation)
    {
        for (SyntaxNode node = use, parent = use.Parent!; parent is not null; node = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case ParameterSyntax { Parent.Parent: ConstructorDeclarationSyntax { Parent: TypeDeclarationSyntax type } }:
                    return (Taking.ByConstructor, model.GetDeclaredSymbol(type, cancellation) as INamedTypeSymbol);
                case ParameterSyntax { Parent.Parent: TypeDeclarationSyntax type }:
                    return (Taking.ByConstructor, model.GetDeclaredSymbol(type, cancellation) as INamedTypeSymbol);
                case ParameterSyntax { Parent.Parent: MethodDeclarationSyntax { Modifiers: var modifiers } } when modifiers.Any(modifier => modifier.Text == "private"):
                    return (Taking.No, null);
                case ParameterSyntax:
                    return (Taking.Otherwise, null);
                // AddTransient<Service, Type>() registers it, and ILogger<Type> only names it.
                case TypeArgumentListSyntax { Parent: GenericNameSyntax { Identifier.ValueText: var name } } when RegistrationVerbs.LifetimeOf(name) is not null || name is "ILogger":
                    return (Taking.No, null);
                case TypeArgumentListSyntax { Parent: GenericNameSyntax { Identifier.ValueText: not ("IEnumerable" or "Func" or "Lazy") } }:
                    return (Taking.Otherwise, null);
                case TypeOfExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } when CandidateUse.LastName(call.Expression) is { } name && RegistrationVerbs.LifetimeOf(name) is null:
                    return (Taking.Otherwise, null);
                case StatementSyntax or MemberDeclarationSyntax:
                    return (Taking.No, null);
            }
        }

        return (Taking.No, null);
    }

    private enum Taking
    {
        No,
        ByConstructor,
        Otherwise,
    }
}
