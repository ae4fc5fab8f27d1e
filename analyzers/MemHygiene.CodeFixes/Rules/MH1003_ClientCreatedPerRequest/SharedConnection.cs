using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest;

/// <summary>
/// One client of a database, a queue or another service for all requests, made at the first of them. Only types whose documentation says that many threads
/// may use one, and that connect when they are used: one that connects when it is made would have to be made again after a failure.
/// </summary>
internal static class SharedConnection
{
    private static readonly HashSet<string> Types =
    [
        "Grpc.Net.Client.GrpcChannel",
        "MongoDB.Driver.MongoClient",
        "Microsoft.Azure.Cosmos.CosmosClient",
        "Azure.Storage.Blobs.BlobServiceClient",
        "Azure.Storage.Queues.QueueServiceClient",
        "Azure.Data.Tables.TableServiceClient",
        "Azure.Messaging.ServiceBus.ServiceBusClient",
        "Azure.Messaging.EventHubs.Producer.EventHubProducerClient",
        "Azure.Security.KeyVault.Secrets.SecretClient",
        "Azure.AI.OpenAI.AzureOpenAIClient",
        "OpenAI.OpenAIClient",
        "OpenAI.Chat.ChatClient",
        "OpenAI.Embeddings.EmbeddingClient",
        "Nest.ElasticClient",
        "Elastic.Clients.Elasticsearch.ElasticsearchClient",
        "OpenSearch.Client.OpenSearchClient",
        "Npgsql.NpgsqlDataSource",
        "SendGrid.SendGridClient",
    ];

    public static bool TryApply(SinkContext context) =>
        MadeValue.Of(context) is { IsAwaited: false } made
        && IsShareable(made.Type)
        && IsInPlace(context.Sink)
        && (made.Variable is null || !LocalUse.Uses(context, made.Variable).Any(IsClosed))
        && SharedLazy.TryApply(context, made);

    private static bool IsShareable(INamedTypeSymbol type) =>
        Types.Contains($"{type.ContainingNamespace.ToDisplayString()}.{type.Name}") || type.BaseType?.ToDisplayString() == "Amazon.Runtime.AmazonServiceClient";

    // A class has the field; a top-level program has the line above its endpoint.
    private static bool IsInPlace(ExpressionSyntax sink) =>
        sink.FirstAncestorOrSelf<TypeDeclarationSyntax>() is null or ClassDeclarationSyntax;

    private static bool IsClosed(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Close" or "CloseAsync" or "ShutdownAsync" };
}
