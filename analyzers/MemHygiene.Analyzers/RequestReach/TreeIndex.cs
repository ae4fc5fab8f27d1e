using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>
/// What one file may say about request code, found by names alone. A tree never changes, so an edit indexes one tree again and not all.
/// </summary>
internal sealed class TreeIndex
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeIndex> Cache = new();

    private readonly Dictionary<string, int> _latest;
    private readonly int[] _positions;
    private readonly int[] _previous;

    private TreeIndex(SyntaxTree tree, Builder builder)
    {
        Tree = tree;
        _latest = builder.Latest;
        _positions = builder.Positions.ToArray();
        _previous = builder.Previous.ToArray();
        Registrations = builder.Registrations.ToImmutable();
        Handlers = builder.Handlers.ToImmutable();
        ImplicitCreations = builder.ImplicitCreations.ToImmutable();
        Delegates = builder.Delegates;
        Copies = builder.Copies;
        Aliases = builder.Aliases.ToImmutable();
        StaticImports = builder.StaticImports.ToImmutable();
        IsClientApp = builder.IsClientApp;
        HasMain = builder.HasMain;
    }

    public SyntaxTree Tree { get; }

    /// <summary>Calls that may register a service: <c>AddScoped&lt;T&gt;()</c>, <c>ServiceDescriptor.Transient(…)</c>, <c>AddHttpClient&lt;T&gt;()</c>.</summary>
    public ImmutableArray<InvocationExpressionSyntax> Registrations { get; }

    /// <summary>Calls that may take a handler by its name: <c>app.MapGet("/", Handle)</c>, <c>app.Run(Handle)</c>.</summary>
    public ImmutableArray<InvocationExpressionSyntax> Handlers { get; }

    /// <summary>Names of what could be handed over as a delegate: methods, local functions, and variables that hold a lambda.</summary>
    public HashSet<string> Delegates { get; }

    /// <summary>Variables that begin as something with a name, which could be one of <see cref="Delegates"/> of any file.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Copies { get; }

    /// <summary>Positions of <c>new(…)</c>, which names no type.</summary>
    public ImmutableArray<int> ImplicitCreations { get; }

    /// <summary>Names that the file gives to types: <c>using Json = System.Text.Json.JsonSerializer;</c></summary>
    public ImmutableArray<string> Aliases { get; }

    /// <summary>Types whose static members the file calls without their name: <c>using static System.Math;</c></summary>
    public ImmutableArray<string> StaticImports { get; }

    /// <summary>The file starts an app that runs on its user's device (Blazor WebAssembly, MAUI, Xamarin): there are no requests.</summary>
    public bool IsClientApp { get; }

    /// <summary>The file holds a program's beginning: <c>static … Main</c> or top-level statements.</summary>
    public bool HasMain { get; }

    public static TreeIndex For(SyntaxTree tree, CancellationToken cancellation) =>
        Cache.TryGetValue(tree, out var index) ? index : Cache.GetValue(tree, _ => Build(tree, cancellation));

    public bool Mentions(string name) => _latest.ContainsKey(name);

    /// <summary>How often <see cref="Uses"/> would name it.</summary>
    public int CountOf(string name)
    {
        var count = 0;
        for (var entry = _latest.TryGetValue(name, out var latest) ? latest : -1; entry >= 0; entry = _previous[entry])
        {
            count++;
        }

        return count;
    }

    /// <summary>
    /// The places in this file where a member or type of that name may be used, last first. Names that begin in lower case (locals, parameters)
    /// are listed only where they are called or follow a dot.
    /// </summary>
    public IEnumerable<SimpleNameSyntax> Uses(string name, CancellationToken cancellation)
    {
        if (!_latest.TryGetValue(name, out var entry))
        {
            yield break;
        }

        var root = Tree.GetRoot(cancellation);
        for (; entry >= 0; entry = _previous[entry])
        {
            if (root.FindToken(_positions[entry]).Parent is SimpleNameSyntax use)
            {
                yield return use;
            }
        }
    }

    public static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    public static bool IsName(ExpressionSyntax expression) => expression.Kind() is
        SyntaxKind.IdentifierName or SyntaxKind.SimpleMemberAccessExpression or SyntaxKind.GenericName;

    private static TreeIndex Build(SyntaxTree tree, CancellationToken cancellation)
    {
        var builder = new Builder();
        foreach (var node in tree.GetRoot(cancellation).DescendantNodes())
        {
            switch (node)
            {
                case SimpleNameSyntax name:
                    builder.Add(name);
                    break;
                case InvocationExpressionSyntax call when NameOf(call)?.Identifier.ValueText is { } name:
                    builder.Add(call, name);
                    break;
                case ImplicitObjectCreationExpressionSyntax creation:
                    builder.ImplicitCreations.Add(creation.SpanStart);
                    break;
                case UsingDirectiveSyntax import:
                    builder.Add(import);
                    break;
                case GlobalStatementSyntax:
                    builder.HasMain = true;
                    break;
                case MethodDeclarationSyntax method:
                    builder.HasMain |= method.Identifier.ValueText == "Main";
                    builder.Delegates.Add(method.Identifier.ValueText);
                    break;
                case LocalFunctionStatementSyntax local:
                    builder.Delegates.Add(local.Identifier.ValueText);
                    break;
                case VariableDeclaratorSyntax { Initializer.Value: AnonymousFunctionExpressionSyntax or CastExpressionSyntax { Expression: AnonymousFunctionExpressionSyntax } } variable:
                    builder.Delegates.Add(variable.Identifier.ValueText);
                    break;
                case VariableDeclaratorSyntax { Initializer.Value: { } value } variable when CandidateUse.LastName(value is CastExpressionSyntax cast ? cast.Expression : value) is { } source:
                    builder.Copies.Add(new KeyValuePair<string, string>(variable.Identifier.ValueText, source));
                    break;
            }
        }

        return new TreeIndex(tree, builder);
    }

    /// <remarks>One chain of positions per name in two flat lists: a file has thousands of names, and a list for each would cost more than the names.</remarks>
    private sealed class Builder
    {
        public Dictionary<string, int> Latest { get; } = new(StringComparer.Ordinal);

        public List<int> Positions { get; } = [];

        public List<int> Previous { get; } = [];

        public ImmutableArray<InvocationExpressionSyntax>.Builder Registrations { get; } = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();

        public ImmutableArray<InvocationExpressionSyntax>.Builder Handlers { get; } = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();

        public HashSet<string> Delegates { get; } = new(StringComparer.Ordinal);

        public List<KeyValuePair<string, string>> Copies { get; } = [];

        public ImmutableArray<int>.Builder ImplicitCreations { get; } = ImmutableArray.CreateBuilder<int>();

        public ImmutableArray<string>.Builder Aliases { get; } = ImmutableArray.CreateBuilder<string>();

        public ImmutableArray<string>.Builder StaticImports { get; } = ImmutableArray.CreateBuilder<string>();

        public bool IsClientApp { get; private set; }

        public bool HasMain { get; set; }

        public void Add(SimpleNameSyntax name)
        {
            var text = name.Identifier.ValueText;
            if (text.Length == 0 || (!char.IsUpper(text[0]) && !IsCalledOrAMember(name)))
            {
                return;
            }

            IsClientApp |= text is "WebAssemblyHostBuilder" or "MauiApp" or "MauiAppBuilder" || (text is "Xamarin" or "Maui" && name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null);
            Previous.Add(Latest.TryGetValue(text, out var previous) ? previous : -1);
            Latest[text] = Positions.Count;
            Positions.Add(name.Identifier.SpanStart);
        }

        public void Add(InvocationExpressionSyntax call, string name)
        {
            if (Lifetimes.MayRegister(name))
            {
                Registrations.Add(call);
            }

            if (IsHandlerVerb(name) && call.ArgumentList.Arguments.Any(argument => IsName(argument.Expression)))
            {
                Handlers.Add(call);
            }
        }

        public void Add(UsingDirectiveSyntax import)
        {
            if (import.Alias is { } alias)
            {
                Aliases.Add(alias.Name.Identifier.ValueText);
            }
            else if (import.StaticKeyword.Span.Length > 0 && import.Name is { } name)
            {
                StaticImports.Add(CandidateUse.LastName(name) ?? "");
            }
        }

        private static bool IsCalledOrAMember(SimpleNameSyntax name) => name.Parent switch
        {
            InvocationExpressionSyntax call => call.Expression == name,
            MemberAccessExpressionSyntax access => access.Name == name,
            MemberBindingExpressionSyntax => true,
            _ => false,
        };

        private static bool IsHandlerVerb(string name) =>
            name.StartsWith("Map", StringComparison.Ordinal)
            || name is "Use" or "Run" or "UseWhen" or "AddEndpointFilter"
            || DelegateRoots.IsPerRequestRegistration(name);
    }
}
