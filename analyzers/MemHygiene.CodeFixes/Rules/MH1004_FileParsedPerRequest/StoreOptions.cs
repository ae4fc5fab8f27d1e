using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Moving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1004_FileParsedPerRequest;

/// <summary>What the registration says about (de)serialization: one setting for the reads and the writes of the file.</summary>
/// <param name="Arguments">The arguments behind the path.</param>
/// <param name="Namespaces">What they need in scope.</param>
internal sealed record StoreOptions(IReadOnlyList<string> Arguments, IReadOnlyList<string> Namespaces)
{
    /// <summary>Null where the settings cannot move to the host, or where reads and writes disagree.</summary>
    public static StoreOptions? Of(SinkContext context, JsonRead read, IReadOnlyList<JsonWrite> writes, Destination destination)
    {
        var settings = new List<MovedExpression>();
        foreach (var (at, expression) in writes.Select(write => (write.Context, write.Settings)).Prepend((context, read.Settings)))
        {
            if (expression is null)
            {
                continue;
            }

            if (MovedExpression.Of(at.Model, expression, destination, at.Cancellation) is not { } moved)
            {
                return null;
            }

            settings.Add(moved);
        }

        var different = settings.GroupBy(moved => moved.Code).Select(same => same.First()).ToList();
        if (different.Count == 0)
        {
            return new StoreOptions([], []);
        }

        var isAgreed = different.Count == 1 && settings.Count == writes.Count + 1;
        if (!isAgreed && (different.Count > 1 || !OnlyIndents(different[0].Code)))
        {
            return null;
        }

        var isTypeInfo = read.Settings is not null && context.Model.GetTypeInfo(read.Settings, context.Cancellation).Type is { Name: "JsonTypeInfo" };
        var code = different[0].Code;
        return new StoreOptions([isTypeInfo ? code : $"options => options.SerializerOptions = {code}"], different[0].Namespaces);
    }

    /// <summary>Indentation makes no difference to a reader, so it may come from the writes alone.</summary>
    private static bool OnlyIndents(string code) =>
        string.Concat(code.Where(letter => !char.IsWhiteSpace(letter))) is "newJsonSerializerOptions{WriteIndented=true}" or "newJsonSerializerOptions(){WriteIndented=true}";
}
