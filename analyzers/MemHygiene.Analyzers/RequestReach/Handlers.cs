using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>Methods, local functions and delegate variables that some file hands over by name: <c>app.MapGet("/", Handle)</c>.</summary>
internal sealed class Handlers
{
    private readonly Dictionary<ISymbol, EntryPoint> _entries = new(SymbolEqualityComparer.Default);

    public EntryPoint? Find(ISymbol handler) => _entries.TryGetValue(handler.OriginalDefinition, out var entry) ? entry : null;

    public static Handlers Read(ImmutableArray<TreeIndex> files, Func<SyntaxTree, SemanticModel> modelOf, CancellationToken cancellation)
    {
        var handlers = new Handlers();
        HashSet<string>? delegates = null;
        foreach (var file in files)
        {
            foreach (var call in file.Handlers)
            {
                cancellation.ThrowIfCancellationRequested();

                // Map, Use and Run are names of many things; few of them take what could be a delegate of this program.
                if (call.ArgumentList.Arguments.Any(argument => CandidateUse.LastName(argument.Expression) is { Length: > 0 } name && MayBeDelegate(name, file, files, ref delegates)))
                {
                    handlers.Read(call, modelOf(file.Tree), cancellation);
                }
            }
        }

        return handlers;
    }

    // What begins in lower case is a local, and of this file.
    private static bool MayBeDelegate(string name, TreeIndex file, ImmutableArray<TreeIndex> files, ref HashSet<string>? delegates)
    {
        if (file.Delegates.Contains(name))
        {
            return true;
        }

        delegates ??= [.. files.SelectMany(other => other.Delegates)];
        if (!char.IsLower(name[0]))
        {
            return delegates.Contains(name);
        }

        foreach (var copy in file.Copies)
        {
            if (copy.Key == name && delegates.Contains(copy.Value))
            {
                return true;
            }
        }

        return false;
    }

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
