using System.Diagnostics.Metrics;
using MemHygiene.AspNetCore.RequestCleanup;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Tests.RequestCleanup;

public sealed class RequestCleanupRegistrationTests
{
    [Fact]
    public void AddRequestCleanup_CalledTwice_AddsOneWorkerAndBothConfigurations()
    {
        using var services = ManualRequest.Services(
            options => options.BackgroundCapacity = 7,
            collection => collection.AddMemHygiene().AddRequestCleanup(options => options.MaxRetainedEntries = 8));

        var options = services.GetRequiredService<IOptions<RequestCleanupOptions>>().Value;

        Assert.Single(services.GetServices<IHostedService>().OfType<BackgroundCleanup>());
        Assert.Equal((7, 8), (options.BackgroundCapacity, options.MaxRetainedEntries));
    }

    [Fact]
    public void Options_OutOfRange_AreAllNamedAtStartUp()
    {
        using var services = ManualRequest.Services(options =>
        {
            options.MaxPooledRegistries = 0;
            options.MaxRetainedEntries = 3;
            options.BackgroundCapacity = -1;
            options.BackgroundConcurrency = 0;
            options.BackgroundDrainTimeout = TimeSpan.FromSeconds(-5);
        });

        var error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Equal(
            [
                "Property RequestCleanupOptions.MaxPooledRegistries: must be at least 1, but is 0.",
                "Property RequestCleanupOptions.MaxRetainedEntries: must be at least 4, but is 3.",
                "Property RequestCleanupOptions.BackgroundCapacity: must be at least 1, but is -1.",
                "Property RequestCleanupOptions.BackgroundConcurrency: must be at least 1, but is 0.",
                "Property RequestCleanupOptions.BackgroundDrainTimeout: must be between 0 and 1.00:00:00, but is -00:00:05.",
            ],
            error.Failures);
    }

    [Fact]
    public void Metrics_CountFailuresAndRefusals()
    {
        using var services = ManualRequest.Services(options => options.BackgroundCapacity = 1);
        var request = new ManualRequest(services);
        var cleanup = request.Context.RequestCleanup();
        Dictionary<string, long> seen = [];
        using var listener = Listen(services, seen);

        cleanup.Run(() => throw new InvalidOperationException());
        cleanup.RunInBackground((_, _) => default);
        cleanup.RunInBackground((_, _) => default);
        request.End();
        listener.RecordObservableInstruments();

        Assert.Equal(1, seen[RequestCleanupMetrics.FailuresName]);
        Assert.Equal(1, seen[RequestCleanupMetrics.BackgroundRejectedName]);
        Assert.Equal(1, seen[RequestCleanupMetrics.BackgroundPendingName]);
    }

    private static MeterListener Listen(IServiceProvider services, Dictionary<string, long> seen)
    {
        // Other tests in this process have meters of the same name: the scope tells ours.
        var factory = services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "MemHygiene" && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen[instrument.Name] = seen.GetValueOrDefault(instrument.Name) + value);
        listener.Start();
        return listener;
    }
}
