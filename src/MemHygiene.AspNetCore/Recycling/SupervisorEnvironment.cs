using System.Globalization;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>What the environment says about the options: our own name first, then the name that hosting platforms use.</summary>
internal static class SupervisorEnvironment
{
    private static readonly string[] WorkersVariables = ["MEMHYGIENE_WORKERS", "WORKERS"];

    /// <exception cref="OptionsValidationException">An option or a variable has a value that cannot be.</exception>
    public static SupervisorOptions Resolve(Action<SupervisorOptions>? configure, Func<string, string?> read)
    {
        var options = new SupervisorOptions();
        configure?.Invoke(options);
        var errors = new List<string>();
        foreach (var variable in WorkersVariables)
        {
            if (read(variable) is { Length: > 0 } value)
            {
                Apply(options, variable, value, errors);
                break;
            }
        }

        if (new SupervisorOptionsValidator().Validate(null, options).Failures is { } failures)
        {
            errors.AddRange(failures);
        }

        return errors.Count == 0 ? options : throw new OptionsValidationException(Options.DefaultName, typeof(SupervisorOptions), errors);
    }

    private static void Apply(SupervisorOptions options, string variable, string value, List<string> errors)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var workers) && workers <= 512)
        {
            options.Workers = workers;
        }
        else
        {
            errors.Add($"The environment variable {variable} is '{value}'; it must be a number of workers between 0 and 512.");
        }
    }
}
