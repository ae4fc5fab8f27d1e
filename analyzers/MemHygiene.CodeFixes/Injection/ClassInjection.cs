using System.Collections.Immutable;
using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace MemHygiene.CodeFixes.Injection;

/// <summary>
/// Constructor injection into a class that the container builds. Classes that other code constructs or derives from are left alone: a new
/// constructor parameter would break that code, and so are components, which have a constructor without parameters before .NET 9. Attributes get
/// the service from the request instead.
/// </summary>
internal static class ClassInjection
{
    public static async Task<string?> TryReachAsync(
        SinkContext context, ClassDeclarationSyntax declaration, INamedTypeSymbol service, string name, IReadOnlyList<IMethodSymbol> path)
    {
        var member = path.LastOrDefault();
        if (context.Model.GetDeclaredSymbol(declaration, context.Cancellation) is not INamedTypeSymbol { IsStatic: false } type)
        {
            return null;
        }

        if (DerivesFrom(type, "ComponentBase"))
        {
            return null;
        }

        if (DerivesFrom(type, "Attribute"))
        {
            return member is null ? null : ServiceInjection.FromRequest(context, member, service);
        }

        var constructors = type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared).ToList();
        var primary = constructors.Find(constructor => Syntax(constructor) is ClassDeclarationSyntax);
        if (IsInitialiser(context.Sink) && primary is null)
        {
            return null;
        }

        if (FindExisting(type, primary, service, member?.MethodKind == MethodKind.Constructor || IsInitialiser(context.Sink)) is { } existing)
        {
            return existing;
        }

        if (constructors.Count > 1 || await IsUsedByCodeAsync(context, type).ConfigureAwait(false))
        {
            return null;
        }

        var typeName = context.Name(service);
        return (constructors.Count == 0 ? declaration : Syntax(constructors[0])) switch
        {
            ClassDeclarationSyntax own when constructors.Count == 0 => AddConstructor(context, own, type, typeName, name),
            ClassDeclarationSyntax own when own.SyntaxTree == context.Sink.SyntaxTree => AddToPrimary(context, own, typeName, name),
            ConstructorDeclarationSyntax own when own.SyntaxTree == context.Sink.SyntaxTree => AddToConstructor(context, own, type, typeName, name, member),
            _ => null,
        };
    }

    private static bool DerivesFrom(INamedTypeSymbol type, string name)
    {
        for (var level = type.BaseType; level is not null; level = level.BaseType)
        {
            if (level.Name == name && level.ContainingNamespace.Name is "System" or "Components")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A field's or property's initialiser sees the parameters of a primary constructor, and nothing else of the instance.</summary>
    private static bool IsInitialiser(SyntaxNode sink) =>
        sink.Ancestors().TakeWhile(node => node is not (ClassDeclarationSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax))
            .Any(node => node is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } or PropertyDeclarationSyntax });

    private static SyntaxNode? Syntax(IMethodSymbol constructor) => constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();

    private static string? FindExisting(INamedTypeSymbol type, IMethodSymbol? primary, INamedTypeSymbol service, bool parametersOnly)
    {
        bool IsService(ITypeSymbol candidate) => SymbolEqualityComparer.Default.Equals(candidate, service);

        var parameter = primary?.Parameters.FirstOrDefault(candidate => IsService(candidate.Type))?.Name;
        return parametersOnly
            ? parameter
            : type.GetMembers().FirstOrDefault(candidate => candidate is { IsStatic: false, CanBeReferencedByName: true }
                && (candidate is IFieldSymbol field && IsService(field.Type) || candidate is IPropertySymbol property && IsService(property.Type)))?.Name
                ?? parameter;
    }

    private static async Task<bool> IsUsedByCodeAsync(SinkContext context, INamedTypeSymbol type)
    {
        var solution = context.Document.Project.Solution;
        foreach (var constructor in type.InstanceConstructors)
        {
            var references = await SymbolFinder.FindReferencesAsync(constructor, solution, context.Cancellation).ConfigureAwait(false);
            if (references.Any(reference => reference.Locations.Any()))
            {
                return true;
            }
        }

        if (await IsMadeByGenericCodeAsync(context, type).ConfigureAwait(false))
        {
            return true;
        }

        var derived = await SymbolFinder.FindDerivedClassesAsync(type, solution, cancellationToken: context.Cancellation).ConfigureAwait(false);
        return derived.Any();
    }

    /// <summary>It is the argument of a type parameter that asks for a constructor without parameters.</summary>
    private static async Task<bool> IsMadeByGenericCodeAsync(SinkContext context, INamedTypeSymbol type)
    {
        foreach (var found in await SymbolFinder.FindReferencesAsync(type, context.Document.Project.Solution, context.Cancellation).ConfigureAwait(false))
        {
            foreach (var location in found.Locations)
            {
                var root = await location.Document.GetSyntaxRootAsync(context.Cancellation).ConfigureAwait(false);
                var name = root!.FindNode(location.Location.SourceSpan, getInnermostNodeForTie: true);
                var argument = name.Parent is QualifiedNameSyntax qualified ? qualified : name;
                if (argument.Parent is not TypeArgumentListSyntax { Parent: GenericNameSyntax generic } list)
                {
                    continue;
                }

                var model = await location.Document.GetSemanticModelAsync(context.Cancellation).ConfigureAwait(false);
                var parameters = model!.GetSymbolInfo(generic, context.Cancellation).Symbol switch
                {
                    IMethodSymbol method => method.TypeParameters,
                    INamedTypeSymbol constructed => constructed.TypeParameters,
                    _ => ImmutableArray<ITypeParameterSymbol>.Empty,
                };
                var index = list.Arguments.IndexOf((TypeSyntax)argument);
                if (index < parameters.Length && parameters[index].HasConstructorConstraint)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string AddToPrimary(SinkContext context, ClassDeclarationSyntax declaration, string typeName, string name)
    {
        var parameter = Names.Unique(context.Model, declaration, name);

        // The property ParameterList came to classes after the Roslyn that this is compiled against.
        ParameterInsertion.Add(context, declaration.ChildNodes().OfType<ParameterListSyntax>().First(), typeName, parameter);
        return parameter;
    }

    private static string AddToConstructor(
        SinkContext context, ConstructorDeclarationSyntax constructor, INamedTypeSymbol type, string typeName, string name, IMethodSymbol? member)
    {
        var declaration = (ClassDeclarationSyntax)constructor.Parent!;
        if (member?.MethodKind == MethodKind.Constructor)
        {
            var own = Names.Unique(context.Model, declaration, name);
            ParameterInsertion.Add(context, constructor.ParameterList, typeName, own);
            return own;
        }

        var field = new InjectedField(context.Model, declaration, type, name);
        var neighbour = NeighbourField.Find(constructor, ServiceOrder.FirstAfter(constructor.ParameterList, typeName));
        ParameterInsertion.Add(context, constructor.ParameterList, typeName, field.Parameter);
        context.Rewrite.Add(context.Document, neighbour is null
            ? ClassLayout.NewField(context.Layout, declaration, field.Declaration(typeName))
            : ClassLayout.LineBefore(context.Layout, neighbour.Field, field.Declaration(typeName)));
        foreach (var change in neighbour is null
            ? ClassLayout.AppendToBody(context.Layout, constructor, field.Assignment)
            : [context.Layout.LineBefore(neighbour.Assignment, field.Assignment)])
        {
            context.Rewrite.Add(context.Document, change);
        }

        return field.Name;
    }

    private static string AddConstructor(SinkContext context, ClassDeclarationSyntax declaration, INamedTypeSymbol type, string typeName, string name)
    {
        var field = new InjectedField(context.Model, declaration, type, name);
        var header = $"public {declaration.Identifier.Text}({typeName} {field.Parameter})";
        foreach (var change in ClassLayout.NewFieldAndConstructor(context.Layout, declaration, field.Declaration(typeName), header, field.Assignment))
        {
            context.Rewrite.Add(context.Document, change);
        }

        return field.Name;
    }
}
