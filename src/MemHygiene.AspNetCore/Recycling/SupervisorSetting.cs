namespace MemHygiene.AspNetCore.Recycling;

/// <summary>One option as a text.</summary>
internal sealed class SupervisorSetting(string name, string option, string expected, Func<SupervisorOptions, string, bool> apply, params string[] variables)
{
    /// <summary>In the configuration.</summary>
    public string Name => name;

    /// <summary>The option that it sets.</summary>
    public string Option => option;

    /// <summary>What its text must be.</summary>
    public string Expected => expected;

    /// <summary>In the environment; the first that is set counts.</summary>
    public IReadOnlyList<string> Variables => variables;

    /// <returns>False if the text cannot be read.</returns>
    public bool Apply(SupervisorOptions options, string text) => apply(options, text);
}
