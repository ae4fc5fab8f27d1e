using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>Methods, local functions and delegate variables that some file hands over by name: <c>app.MapGet("/", Handle)</c>.</summary>
internal sealed class Handlers
{
    private readonly Dictionary<ISymbol, EntryPoint> _entries = new(SymbolEqualityComparer.Default);

    public EntryPoint? Find(ISymbol handler) => _entries.TryGetValue(handler.OriginalDefinition, out var entry) ? entry : null;

    public static Handlers Read(Compilation compilation, CancellationToken cancellation)
    {
        var handlers = new Handlers();
        HashSet<string>? delegates = null;
        foreach (var tree in compilation.SyntaxTrees)
        {
            var calls = TreeIndex.For(tree, cancellation).Handlers;
            if (calls.IsEmpty)
            {
                continue;
            }

            var model = compilation.GetSemanticModel(tree);
            foreach (var call in calls)
            {
                cancellation.ThrowIfCancellationRequested();

                // Map, Use and Run are names of many things; few of them take what could be a delegate of this program.
                delegates ??= [.. compilation.SyntaxTrees.SelectMany(file => TreeIndex.For(file, cancellation).Delegates)];
                if (call.ArgumentList.Arguments.Any(argument => LastName(argument.Expression) is { } name && delegates.Contains(name)))
                {
                    handlers.Read(call, model, cancellation);
                }
            }
        }

        return handlers;
    }

    private static string? LastName(ExpressionSyntax value) => value switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private void Read(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetOperation(call, cancellation) is not IInvocationOperation invocation)
        {
            return;
        }

        foreach (var argument in invocation.Arguments)
        {
            var value = argument.Value;
            while (value is IConversionOperation or IDelegateCreationOperation)
            {
                value = value is IConversionOperation conversion ? conversion.Operand : ((IDelegateCreationOperation)value).Target;
            }

            ISymbol? handler = value switch
            {
                IMethodReferenceOperation reference => reference.Method,
                ILocalReferenceOperation { Local.Type.TypeKind: TypeKind.Delegate } reference => reference.Local,
                _ => null,
            };
            if (handler is not null && DelegateRoots.Of(value) is { } entry)
            {
                _entries[handler.OriginalDefinition] = handler is IMethodSymbol method
                    ? entry with { Name = NameOf(entry, method), Frame = new Frame { Parameters = method.Parameters, SharesInstance = true } }
                    : entry;
            }
        }
    }

    private static string NameOf(EntryPoint entry, IMethodSymbol method) =>
        method.MethodKind == MethodKind.LocalFunction || method.ContainingType is null ? entry.Name : method.ContainingType.Name + "." + method.Name;
}
