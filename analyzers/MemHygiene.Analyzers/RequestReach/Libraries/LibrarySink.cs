namespace MemHygiene.RequestReach.Libraries;

/// <summary>A member of a library that leads to a sink, as the library's assembly metadata says it.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Member">Documentation comment id of the member that others call: the library's own, or that of an interface or base class which it implements.</param>
/// <param name="Implementation">Documentation comment id of the type that implements it; empty where the member is called by its own name.</param>
/// <param name="Made">What the sink makes, as messages name it: <c>HttpClient</c>.</param>
/// <param name="Path">The library's part of the way: <c>Mailer.Send → new HttpClient()</c>.</param>
/// <param name="Library">The assembly's name.</param>
internal sealed record LibrarySink(string Rule, string Member, string Implementation, string Made, string Path, string Library)
{
    /// <summary>The key of the <c>AssemblyMetadata</c> attributes.</summary>
    public const string Key = "MemHygiene.Sink";

    // Documentation ids hold no such character.
    private const char Separator = '|';
    private const string Arrow = " → ";

    /// <summary>The member's simple name: what a call of it is looked up by.</summary>
    public string Name { get; } = NameIn(Member);

    /// <summary>The simple name of the type that has the member.</summary>
    public string Owner { get; } = OwnerIn(Member);

    /// <summary>The sink and the member that holds it (<c>Mailer.Open → new HttpClient()</c>): the same for all members that lead to it.</summary>
    public string Origin { get; } = TailOf(Path);

    public string Write() => string.Join(Separator.ToString(), Rule, Member, Implementation, Made, Path);

    /// <summary>Reads what <see cref="Write"/> wrote; null for anything else, such as what a later version may write.</summary>
    public static LibrarySink? Read(string? value, string library) =>
        value?.Split(Separator) is { Length: 5 } parts ? new LibrarySink(parts[0], parts[1], parts[2], parts[3], parts[4], library) : null;

    private static string TailOf(string path)
    {
        var sink = path.LastIndexOf(Arrow, StringComparison.Ordinal);
        var member = sink <= 0 ? -1 : path.LastIndexOf(Arrow, sink - 1, StringComparison.Ordinal);
        return member < 0 ? path : path.Substring(member + Arrow.Length);
    }

    // M:Contoso.Mail.Mailer`1.Send(System.String) -> Mailer
    private static string OwnerIn(string id)
    {
        var end = id.IndexOf('(');
        var name = end < 0 ? id : id.Substring(0, end);
        var member = name.LastIndexOf('.');
        var type = member < 0 ? "" : name.Substring(0, member);
        type = type.Substring(Math.Max(type.LastIndexOf('.'), type.LastIndexOf(':')) + 1);
        var arity = type.IndexOf('`');
        return arity < 0 ? type : type.Substring(0, arity);
    }

    // M:Contoso.Mail.Mailer.Send``1(System.String) -> Send; M:Contoso.Mail.Mailer.#ctor -> #ctor
    private static string NameIn(string id)
    {
        var end = id.IndexOf('(');
        var name = end < 0 ? id : id.Substring(0, end);
        name = name.Substring(name.LastIndexOf('.') + 1);
        var arity = name.IndexOf('`');
        return arity < 0 ? name : name.Substring(0, arity);
    }
}
