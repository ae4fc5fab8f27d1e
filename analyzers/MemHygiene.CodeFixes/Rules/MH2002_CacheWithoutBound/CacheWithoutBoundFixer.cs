using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.CodeFixes.Rules.MH2002_CacheWithoutBound;

/// <summary>
/// Lets an entry go that nobody has asked for in ten minutes: a sliding time changes nothing for entries in use. Only where the code makes the
/// value again when it is not there.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CacheWithoutBoundFixer))]
internal sealed class CacheWithoutBoundFixer() : SinkFixer(RuleIds.CacheWithoutBound, FixTitle)
{
    internal const string FixTitle = "Let the entry go when nobody has asked for it in 10 minutes";

    protected override Task<bool> FixAsync(SinkContext context) => Task.FromResult(
        context.Sink is InvocationExpressionSyntax call
        && context.Type("System.TimeSpan") is { } time
        && context.Model.GetOperation(call, context.Cancellation) is IInvocationOperation operation
        && operation.TargetMethod.Name switch
        {
            "GetOrCreate" or "GetOrCreateAsync" => TryExpireInFactory(context, operation, Expiration(context, time)),
            "Set" => ReadsFirst(context, call) && TryExpireByOptions(context, call, operation, Expiration(context, time)),
            "CreateEntry" => ReadsFirst(context, call) && TryExpireEntry(context, call, Expiration(context, time)),
            _ => false,
        });

    private static string Expiration(SinkContext context, ITypeSymbol time) => $"SlidingExpiration = {context.Name(time)}.FromMinutes(10)";

    private static bool TryExpireInFactory(SinkContext context, IInvocationOperation call, string expiration)
    {
        var factory = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "factory")?.Syntax as ArgumentSyntax;
        if (call.Arguments.Any(argument => argument.Parameter?.Type.Name == "MemoryCacheEntryOptions") || factory?.Expression is not LambdaExpressionSyntax lambda || ParameterOf(lambda) is not { } parameter)
        {
            return false;
        }

        var name = parameter.Identifier.Text;
        if (name == "_")
        {
            name = Names.Unique(context.Model, lambda, "entry");
            context.Rewrite.Replace(context.Document, parameter.Identifier.Span, name);
        }

        var statement = $"{name}.{expiration};";
        switch (lambda.Body)
        {
            case ExpressionSyntax body when StatementAround.Find(body) is { } around:
                around.InsertBefore(context, statement);
                return true;
            case BlockSyntax { Statements: { Count: > 0 } statements }:
                context.Rewrite.Add(context.Document, context.Layout.LineBefore(statements[0], statement));
                return true;
            default:
                return false;
        }
    }

    private static ParameterSyntax? ParameterOf(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } => parameters[0],
        _ => null,
    };

    private static bool TryExpireByOptions(SinkContext context, InvocationExpressionSyntax call, IInvocationOperation operation, string expiration)
    {
        if (context.Type("Microsoft.Extensions.Caching.Memory.MemoryCacheEntryOptions") is not { } options)
        {
            return false;
        }

        var given = operation.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.Name == "MemoryCacheEntryOptions");
        switch ((given?.Syntax as ArgumentSyntax)?.Expression)
        {
            case null when given is null && call.ArgumentList.Arguments.Count > 0:
                var last = call.ArgumentList.Arguments.Last();
                context.Rewrite.Insert(context.Document, last.Span.End, $",{context.Layout.Gap(last)}new {context.Name(options)} {{ {expiration} }}");
                return true;
            case BaseObjectCreationExpressionSyntax { Initializer: { Expressions: { Count: > 0 } parts } }:
                context.Rewrite.Insert(context.Document, parts[0].SpanStart, $"{expiration},{context.Layout.Gap(parts[0])}");
                return true;
            case BaseObjectCreationExpressionSyntax { Initializer: null } creation:
                context.Rewrite.Insert(context.Document, creation.Span.End, $" {{ {expiration} }}");
                return true;
            default:
                return false;
        }
    }

    private static bool TryExpireEntry(SinkContext context, InvocationExpressionSyntax call, string expiration)
    {
        if (call.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } variable })
        {
            return false;
        }

        var statement = $"{variable.Identifier.Text}.{expiration};";
        switch (declaration.Parent)
        {
            case LocalDeclarationStatementSyntax { Parent: BlockSyntax } local:
                context.Rewrite.Add(context.Document, context.Layout.LineAfter(local, statement));
                return true;
            case UsingStatementSyntax { Statement: BlockSyntax { Statements: { Count: > 0 } statements } }:
                context.Rewrite.Add(context.Document, context.Layout.LineBefore(statements[0], statement));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The function looks into the cache before it puts something in: it can do without the entry. What only stores may be needed for ever.</summary>
    private static bool ReadsFirst(SinkContext context, InvocationExpressionSyntax call) =>
        Surroundings.Function(call) is { } function
        && function.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(read =>
            read.SpanStart < call.SpanStart
            && context.Model.GetSymbolInfo(read, context.Cancellation).Symbol is IMethodSymbol { Name: "Get" or "TryGetValue", ContainingType.Name: "CacheExtensions" or "IMemoryCache" or "MemoryCache" });
}
