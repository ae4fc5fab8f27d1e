using System.Globalization;
using Microsoft.Extensions.Options;
using static MemHygiene.Budgets.ByteText;

namespace MemHygiene.Budgets;

/// <summary>Collects every mistake in the options, each with its name and value.</summary>
internal sealed class MemoryPlanOptionsValidator : IValidateOptions<MemoryPlanOptions>
{
    // Far above any machine, far below what a sum of 512 workers could overflow.
    private const long Most = 1L << 50;
    private const long Gigabyte = 1024 * Megabyte;

    public ValidateOptionsResult Validate(string? name, MemoryPlanOptions options)
    {
        List<string> errors = [.. options.Unreadable];
        Range(options.AvailableBytes, 1, Most, nameof(options.AvailableBytes));
        Range(options.Cores, 1, WorkerPlan.MaxCores, nameof(options.Cores));
        Check(options.Headroom is >= 0 and <= 0.9, nameof(options.Headroom), options.Headroom, "a share from 0 to 0.9");
        Range(options.BaseBytes, 0, Most, nameof(options.BaseBytes));
        Range(options.ModelBytes, 0, Most, nameof(options.ModelBytes));
        Check(Enum.IsDefined(options.ModelSharing), nameof(options.ModelSharing), options.ModelSharing, "PerWorker or Once");
        Range(options.Workers, 0, MemoryPlanOptions.MostWorkers, nameof(options.Workers));
        Range(options.MinWorkers, 1, MemoryPlanOptions.MostWorkers, nameof(options.MinWorkers));
        Range(options.MaxWorkers, Math.Max(1, options.MinWorkers), MemoryPlanOptions.MostWorkers, nameof(options.MaxWorkers));
        Range(options.Threads, 1, MemoryPlanOptions.MostThreads, nameof(options.Threads));
        Range(options.WorkerBytes, 32 * Megabyte, 1024 * Gigabyte, nameof(options.WorkerBytes));
        Range(options.IdleBytes, 0, options.WorkerBytes, nameof(options.IdleBytes));
        Range(options.UnitBytes, 0, Most, nameof(options.UnitBytes));
        Range(options.RequestBytes, Kilobyte, Gigabyte, nameof(options.RequestBytes));
        Range(options.HandlerBytes, Kilobyte, Gigabyte, nameof(options.HandlerBytes));
        Check(Enum.IsDefined(options.Database), nameof(options.Database), options.Database, "None, PostgreSql, SqlServer or Other");
        Range(options.DatabaseConnectionBytes, Kilobyte, Gigabyte, nameof(options.DatabaseConnectionBytes));
        Range(options.DatabaseMaxConnections, 4, 100_000, nameof(options.DatabaseMaxConnections));
        Range(options.DatabaseServerBytes, 64 * Megabyte, Most, nameof(options.DatabaseServerBytes));
        Check(
            options.DatabaseServerBytes is null || options.Database == DatabaseKind.PostgreSql,
            nameof(options.DatabaseServerBytes),
            options.DatabaseServerBytes,
            $"null unless {nameof(options.Database)} is PostgreSql");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Range(long? value, long least, long most, string option) =>
            Check(value is null || (value >= least && value <= most), option, value, string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}"));

        void Check(bool valid, string option, object? value, string expected)
        {
            if (!valid)
            {
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(MemoryPlanOptions)}.{option} is {value}; it must be {expected}."));
            }
        }
    }
}
