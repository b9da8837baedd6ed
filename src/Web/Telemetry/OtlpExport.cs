using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using WebCap.Configuration;

namespace WebCap.Telemetry;

/// <summary>
/// Sends metrics and traces to a collector, over OTLP as protobuf in HTTP, for as long as the service runs. Only where an endpoint was
/// named; otherwise nothing of OpenTelemetry is made and nothing leaves the machine. A collector that does not answer costs its data and nothing
/// else: what is exported waits in bounded queues.
/// </summary>
internal sealed partial class OtlpExport(WebCapOptions options, StationMetrics stations, ILogger<OtlpExport> logger) : IHostedService, IDisposable
{
    // A stop waits for the last export, and the service has 20 s for everything.
    private const int ExportTimeoutMs = 5000;

    private MeterProvider? metrics;
    private TracerProvider? traces;

    /// <summary>The station's instruments exist from the start, also for those who read metrics another way.</summary>
    public StationMetrics Stations => stations;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.OtlpEndpoint is not { } endpoint) return Task.CompletedTask;
        var resource = ResourceBuilder.CreateDefault().AddService("webcap", serviceVersion: StartCommand.Version, serviceInstanceId: Environment.MachineName);
        metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(StationMetrics.MeterName, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections")
            .AddOtlpExporter((exporter, reader) =>
            {
                Configure(exporter, endpoint, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.OtlpIntervalSeconds * 1000;
            })
            .Build();
        traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource("Microsoft.AspNetCore", "Microsoft.AspNetCore.SignalR.Server")
            .AddOtlpExporter(exporter => Configure(exporter, endpoint, "v1/traces"))
            .Build();
        LogExporting(logger, endpoint, options.OtlpIntervalSeconds);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, CancellationToken.None);

    /// <summary>Sends now what is due later. False when the collector did not take it.</summary>
    public bool Flush() => (metrics?.ForceFlush(ExportTimeoutMs) ?? true) & (traces?.ForceFlush(ExportTimeoutMs) ?? true);

    public void Dispose()
    {
        metrics?.Dispose();
        traces?.Dispose();
    }

    // An endpoint that is set in code is taken whole, without the signal's path.
    private static void Configure(OtlpExporterOptions exporter, Uri endpoint, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri($"{endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
        exporter.TimeoutMilliseconds = ExportTimeoutMs;
    }

    [LoggerMessage(300, LogLevel.Information, "Metrics and traces go to {Endpoint}, metrics every {IntervalSeconds} s.")]
    private static partial void LogExporting(ILogger logger, Uri endpoint, int intervalSeconds);
}
