using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Telemetry;
using WebCap.Tests.Support;

namespace WebCap.Tests.Telemetry;

/// <summary>Listens to one server's instruments; others in the same process have the same names.</summary>
internal sealed class MetricReader : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Dictionary<string, Instrument> instruments = [];
    private readonly Dictionary<(string Name, string Tags), long> values = [];

    public MetricReader(TestServer server)
    {
        var factory = server.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name != StationMetrics.MeterName || !ReferenceEquals(instrument.Meter.Scope, factory)) return;
            instruments[instrument.Name] = instrument;
            listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            values[(instrument.Name, string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))] = value);
        listener.Start();
    }

    public IReadOnlyDictionary<string, Instrument> Instruments => instruments;

    /// <summary>Collects once.</summary>
    public IReadOnlyDictionary<(string Name, string Tags), long> Read()
    {
        values.Clear();
        listener.RecordObservableInstruments();
        return values;
    }

    public void Dispose() => listener.Dispose();
}
