using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>What a use of a name tells without binding. Binding costs a hundred times as much, and most uses of a name mean somebody else's member.</summary>
internal static class CandidateUse
{
    /// <summary>The whole expression that a name stands for: the call, the member access, or the name itself.</summary>
    public static SyntaxNode Expression(SimpleNameSyntax use)
    {
        SyntaxNode node = use;
        if (node.Parent is MemberAccessExpressionSyntax access && access.Name == use)
        {
            node = access;
        }
        else if (node.Parent is MemberBindingExpressionSyntax binding)
        {
            node = binding;
        }

        return node.Parent is InvocationExpressionSyntax call && call.Expression == node ? call : node;
    }

    /// <summary>The last part of a dotted name; null for other expressions.</summary>
    public static string? LastName(ExpressionSyntax? expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The code may mean the type by that.</summary>
    public static bool MayName(TypeSyntax code, ITypeSymbol type) => code switch
    {
        NullableTypeSyntax nullable => MayName(nullable.ElementType, type),
        PredefinedTypeSyntax => code.ToString() == type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
        ArrayTypeSyntax => type.TypeKind == TypeKind.Array,
        _ => LastName(code) is not { } name || name == type.Name,
    };

    /// <summary>
    /// Not the declaration of something, not a type's name, as many arguments as the method can take, written where the member can be seen, and on nothing
    /// that is declared with another assembly's type.
    /// </summary>
    public static bool MayRefer(SimpleNameSyntax use, ISymbol member, CallTargets targets, TypeNames names)
    {
        if (use.Parent is UsingDirectiveSyntax or QualifiedNameSyntax or BaseTypeSyntax or AttributeSyntax or NameColonSyntax or TypeArgumentListSyntax or ParameterSyntax or VariableDeclarationSyntax)
        {
            return false;
        }

        return TakesArguments(use, member) && (IsExtension(member) || (IsInSight(use, member, targets, names) && (!targets.AreOf(member.ContainingAssembly) || IsOnOwnType(use, names))));
    }

    private static bool TakesArguments(SimpleNameSyntax use, ISymbol member)
    {
        if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method || Expression(use) is not InvocationExpressionSyntax { ArgumentList.Arguments.Count: var given })
        {
            return true;
        }

        if (method.IsExtensionMethod)
        {
            given++;
        }

        var least = 0;
        var isOpen = method.IsExtensionMethod;
        foreach (var parameter in method.Parameters)
        {
            least += parameter.IsOptional || parameter.IsParams ? 0 : 1;
            isOpen |= parameter.IsParams;
        }

        return given >= least && (isOpen || given <= method.Parameters.Length);
    }

    private static bool IsInSight(SimpleNameSyntax use, ISymbol member, CallTargets targets, TypeNames names) => use.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == use => !HasOneName(member) || targets.AreMany || LastName(access.Expression) is not { } receiver || receiver == member.ContainingType.Name || names.IsAlias(receiver),
        MemberBindingExpressionSyntax => true,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } => true,
        SubpatternSyntax or ExpressionColonSyntax => true,
        _ => targets.Members.Any(target => target.ContainingType is null || names.IsImported(target.ContainingType.Name) || IsWithin(use, target.ContainingType.Name)),
    };

    private static bool IsOnOwnType(SimpleNameSyntax use, TypeNames names) => ReceiverOf(use) is not { } receiver || StatedType.Of(receiver) is not { } type || names.MayBeOwn(type);

    private static ExpressionSyntax? ReceiverOf(SimpleNameSyntax use) => use.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == use => access.Expression,
        MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
        _ => null,
    };

    // A static member of a type that nothing derives from is called by that type's name only.
    private static bool HasOneName(ISymbol member) => member.IsStatic && member.ContainingType is { IsStatic: true } or { IsSealed: true } or { TypeKind: TypeKind.Struct };

    // Unqualified, a member is seen in its own type, in types inside that, and in types that derive from anything.
    private static bool IsWithin(SyntaxNode use, string type)
    {
        for (var node = use.Parent; node is not null; node = node.Parent)
        {
            if (node is BaseTypeDeclarationSyntax declaration && (declaration.Identifier.ValueText == type || declaration.BaseList is not null))
            {
                return true;
            }
        }

        return false;
    }

    // Members of an extension block are in a type without a name.
    private static bool IsExtension(ISymbol member) => member is IMethodSymbol { IsExtensionMethod: true } || member.ContainingType is null or { Name: "" } || member.ContainingType.Name[0] == '<';
}
