namespace BeforeAfter.Load;

internal enum RequestKind
{
    Chat,
    Catalog,
    Product,
    History,
    Order,
    Export,
}

/// <summary>One request of a user's script. <see cref="Choice"/> picks the sentence, the category, the product or the order.</summary>
internal readonly record struct PlannedRequest(RequestKind Kind, int Choice);
