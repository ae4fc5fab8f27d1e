namespace MemHygiene.DeepCopy;

/// <summary>
/// How a known collection is made anew. Text refers to <c>source</c>, <c>copy</c>, and to <c>{0}</c> and <c>{1}</c>: the type arguments.
/// </summary>
/// <param name="Parameters">Types of the constructor's parameters.</param>
/// <param name="Arguments">What is passed for them.</param>
/// <param name="Fill">Statements that add copies: <c>{C0}</c> and <c>{C1}</c> stand for the copying of <c>item</c>, or of <c>item.Key</c> and <c>item.Value</c>.</param>
/// <param name="Before">Statements before the constructor's call.</param>
internal sealed record CollectionShape(string[] Parameters, string[] Arguments, string Fill, string Before = "")
{
    /// <summary>How it is made where nothing in it can change: mostly the copy constructor, which copies tables as they are.</summary>
    public CollectionShape? WhenImmutable { get; init; }
}
