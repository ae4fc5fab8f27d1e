using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Moving;

/// <summary>
/// Rewrites an expression for another place: constants, static members and what it declares itself stay; services become requests to the
/// provider; locals and readonly fields are replaced by their initialisers. Anything else, such as the request's own data, means that it cannot move.
/// </summary>
internal sealed class ExpressionMover(SemanticModel model, ExpressionSyntax moved, Destination destination, CancellationToken cancellation) : CSharpSyntaxRewriter
{
    public const string Provider = "services";
    public const string CancellationToken = "cancellationToken";

    private readonly SortedSet<string> _namespaces = new(StringComparer.Ordinal);
    private readonly List<ILocalSymbol> _inlined = [];
    private readonly Stack<ISymbol> _unfolding = new();
    private bool _failed;
    private bool _usesServices;
    private bool _usesCancellation;

    private bool StaysInFile => destination.Kind is PlaceKind.StaticField or PlaceKind.LocalAbove;

    public MovedExpression? Move()
    {
        var result = Visit(moved);
        return _failed ? null : new MovedExpression(OneLine.Of(result!), _usesServices, _usesCancellation, _namespaces.ToList(), _inlined);
    }

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        if (_failed)
        {
            return node;
        }

        if (node is ExpressionSyntax expression and not (LiteralExpressionSyntax or TypeSyntax { IsVar: true }) && Provided(expression) is { } service)
        {
            return service;
        }

        return node switch
        {
            AwaitExpressionSyntax or ThisExpressionSyntax or BaseExpressionSyntax or RefExpressionSyntax => Fail(node),
            AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } => Fail(node),
            ExpressionSyntax when node.IsKind(SyntaxKind.PreIncrementExpression) || node.IsKind(SyntaxKind.PostIncrementExpression) => Fail(node),
            ExpressionSyntax when node.IsKind(SyntaxKind.PreDecrementExpression) || node.IsKind(SyntaxKind.PostDecrementExpression) => Fail(node),
            _ => base.Visit(node),
        };
    }

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) => IsOwnName(node) || node.IsVar ? node : Resolve(node, node);

    public override SyntaxNode? VisitGenericName(GenericNameSyntax node) => IsOwnName(node) ? base.VisitGenericName(node) : Resolve(node, node);

    public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
    {
        if (node.Expression is ThisExpressionSyntax)
        {
            return Resolve(node, node.Name);
        }

        var symbol = model.GetSymbolInfo(node, cancellation).Symbol;
        return symbol switch
        {
            INamedTypeSymbol type => TypeName(node, type),
            INamespaceSymbol => node,
            { IsStatic: true } when !IsReduced(symbol) && !InReach(symbol) => Resolve(node, node.Name),
            _ => base.VisitMemberAccessExpression(node),
        };
    }

    public override SyntaxNode? VisitQualifiedName(QualifiedNameSyntax node) =>
        model.GetSymbolInfo(node, cancellation).Symbol is INamedTypeSymbol type ? TypeName(node, type) : Fail(node);

    /// <summary>The new place may have no type to take over: <c>new("a.bin")</c> becomes <c>new Model("a.bin")</c>.</summary>
    public override SyntaxNode? VisitImplicitObjectCreationExpression(ImplicitObjectCreationExpressionSyntax node)
    {
        if (model.GetTypeInfo(node, cancellation).Type is not INamedTypeSymbol type || !InReach(type))
        {
            return Fail(node);
        }

        _namespaces.UnionWith(TypeNames.Namespaces(type));
        var arguments = (ArgumentListSyntax)Visit(node.ArgumentList)!;
        var initialiser = (InitializerExpressionSyntax?)Visit(node.Initializer);
        return _failed
            ? node
            : SyntaxFactory.ObjectCreationExpression(SyntaxFactory.ParseTypeName(TypeNames.Short(type)), arguments, initialiser)
                .WithNewKeyword(node.NewKeyword.WithTrailingTrivia(SyntaxFactory.Space));
    }

    /// <summary>A name to the right of a dot, or of a member in an initialiser or argument, is looked up there and moves along.</summary>
    private static bool IsOwnName(SimpleNameSyntax node) => node.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name == node,
        MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax => true,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left == node,
        _ => false,
    };

    private static bool IsReduced(ISymbol symbol) => symbol is IMethodSymbol { ReducedFrom: not null };

    private SyntaxNode? Resolve(ExpressionSyntax node, SimpleNameSyntax name)
    {
        var symbol = model.GetSymbolInfo(name, cancellation).Symbol;
        if (symbol is not null && symbol.DeclaringSyntaxReferences.Any(declared => declared.SyntaxTree == moved.SyntaxTree && moved.Span.Contains(declared.Span)))
        {
            return node;
        }

        return symbol switch
        {
            INamedTypeSymbol type => TypeName(node, type),
            IFieldSymbol { HasConstantValue: true } constant when !InReach(constant) => Constant(node, constant.ConstantValue),
            ILocalSymbol { HasConstantValue: true } constant when destination.Kind != PlaceKind.LocalAbove => Constant(node, constant.ConstantValue),
            IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true } or IMethodSymbol { IsStatic: true, MethodKind: MethodKind.Ordinary }
                when InReach(symbol) => Member(node, name, symbol),
            ILocalSymbol or IParameterSymbol when IsDeclaredAbove(symbol) => node,
            ILocalSymbol or IFieldSymbol or IPropertySymbol when !_unfolding.Contains(symbol) && Origins.Find(model, symbol, cancellation) is { } origin
                => Inline(symbol, origin),
            _ => Fail(node),
        };
    }

    /// <summary>A local of the program that an endpoint captures is still there on the line above the endpoint.</summary>
    private bool IsDeclaredAbove(ISymbol symbol)
    {
        var declared = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        return destination.Kind == PlaceKind.LocalAbove
            && symbol is ILocalSymbol
            && declared?.FirstAncestorOrSelf<StatementSyntax>()?.Parent is GlobalStatementSyntax;
    }

    private SyntaxNode? Provided(ExpressionSyntax expression)
    {
        if (expression is TypeSyntax and not IdentifierNameSyntax || expression is IdentifierNameSyntax name && IsOwnName(name))
        {
            return null;
        }

        var type = model.GetTypeInfo(expression, cancellation).Type;
        if (type is { Name: "CancellationToken", ContainingNamespace.Name: "Threading" } && destination.Kind == PlaceKind.Factory)
        {
            _usesCancellation = true;
            return SyntaxFactory.IdentifierName(CancellationToken);
        }

        if (destination.Kind is not (PlaceKind.Factory or PlaceKind.BuilderValue)
            || ProvidedServices.ServiceOf(type) is not { } service
            || !ComesFromTheHost(model.GetSymbolInfo(expression, cancellation).Symbol))
        {
            return null;
        }

        if (destination.Kind == PlaceKind.BuilderValue)
        {
            return destination.Values is { } values && values.TryGetValue(service, out var code) ? SyntaxFactory.ParseExpression(code) : Fail(expression);
        }

        _usesServices = true;
        _namespaces.Add("Microsoft.Extensions.DependencyInjection");
        _namespaces.UnionWith(TypeNames.Namespaces(type!));
        return SyntaxFactory.ParseExpression($"{Provider}.GetRequiredService<{service}>()");
    }

    /// <summary>
    /// A parameter, the application's own property, or a request to the provider. A field or local is not enough: it may hold a section of the
    /// configuration, so its origin is looked at instead.
    /// </summary>
    private static bool ComesFromTheHost(ISymbol? symbol) => symbol switch
    {
        IParameterSymbol => true,
        IPropertySymbol { IsStatic: false } property => property.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.", StringComparison.Ordinal),
        IMethodSymbol method => method is { Name: "GetRequiredService" or "GetService", ContainingNamespace.Name: "DependencyInjection" },
        _ => false,
    };

    private SyntaxNode? TypeName(ExpressionSyntax node, INamedTypeSymbol type)
    {
        if (StaysInFile || !InReach(type))
        {
            return StaysInFile ? node : Fail(node);
        }

        _namespaces.UnionWith(TypeNames.Namespaces(type));
        return SyntaxFactory.ParseTypeName(TypeNames.Short(type)).WithTriviaFrom(node);
    }

    private SyntaxNode? Member(ExpressionSyntax node, SimpleNameSyntax name, ISymbol symbol)
    {
        if (StaysInFile)
        {
            return node;
        }

        _namespaces.UnionWith(TypeNames.Namespaces(symbol.ContainingType));
        var member = name is GenericNameSyntax ? (SimpleNameSyntax)base.VisitGenericName((GenericNameSyntax)name)! : name;
        return SyntaxFactory.ParseExpression($"{TypeNames.Short(symbol.ContainingType)}.{member.WithoutTrivia()}").WithTriviaFrom(node);
    }

    private SyntaxNode? Inline(ISymbol symbol, ExpressionSyntax origin)
    {
        _unfolding.Push(symbol);
        if (symbol is ILocalSymbol local)
        {
            _inlined.Add(local);
        }

        var value = Visit(origin)?.WithoutTrivia();
        _unfolding.Pop();
        return value is BinaryExpressionSyntax or ConditionalExpressionSyntax or CastExpressionSyntax or LambdaExpressionSyntax
            ? SyntaxFactory.ParenthesizedExpression((ExpressionSyntax)value)
            : value;
    }

    private SyntaxNode? Constant(SyntaxNode node, object? value) => value switch
    {
        string text => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text)),
        int number => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(number)),
        bool flag => SyntaxFactory.LiteralExpression(flag ? SyntaxKind.TrueLiteralExpression : SyntaxKind.FalseLiteralExpression),
        _ => Fail(node),
    };

    private bool InReach(ISymbol symbol)
    {
        if (destination.Kind == PlaceKind.StaticField)
        {
            return true;
        }

        for (ISymbol? level = symbol; level is not null and not INamespaceSymbol; level = level.ContainingSymbol)
        {
            if (destination.IsForeign && level.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return symbol is INamedTypeSymbol { TypeKind: TypeKind.Error } || model.Compilation.IsSymbolAccessibleWithin(symbol, model.Compilation.Assembly);
    }

    private SyntaxNode? Fail(SyntaxNode? node)
    {
        _failed = true;
        return node;
    }
}
