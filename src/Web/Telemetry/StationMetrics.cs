using System.Diagnostics.Metrics;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using WebCap.Capture;
using WebCap.Configuration;

namespace WebCap.Telemetry;

/// <summary>
/// The counters of every station on the packet path as metrics. Each instrument is observable: it reads, when somebody collects, what the
/// stations count anyway, and the packet path knows nothing of it. Names and units follow OpenTelemetry's conventions; docs/telemetry.md lists them.
/// </summary>
internal sealed class StationMetrics
{
    public const string MeterName = "WebCap";

    private const string Packets = "{packet}";
    private const string Bytes = "By";

    private readonly CaptureSessions sessions;
    private readonly InterfaceCatalog catalog;
    private readonly BpfDeviceTable table;
    private readonly Meter meter;

    public StationMetrics(IMeterFactory factory, CaptureSessions sessions, InterfaceCatalog catalog, BpfDeviceTable table)
    {
        this.sessions = sessions;
        this.catalog = catalog;
        this.table = table;
        meter = factory.Create(MeterName, StartCommand.Version);
        AddInterfaces();
        AddDevices();
        AddTable();
    }

    private void AddInterfaces()
    {
        Count("webcap.interface.received", Packets, "Frames that the interface handed to the tap.", () => Interfaces(counted => counted.Received));
        Count("webcap.interface.received_bytes", Bytes, "Their bytes on the wire.", () => Interfaces(counted => counted.ReceivedBytes));
        Count("webcap.interface.kernel_dropped", Packets, "Frames that the kernel's ring had no room for.", () => Interfaces(counted => counted.KernelDropped));
    }

    // The lifetime's counters: those that a flush resets would look like a device that began anew.
    private void AddDevices()
    {
        Count("webcap.device.received", Packets, "Frames run through the device's filter.", () => Devices(device => device.Lifetime.Received));
        Count("webcap.device.rejected", Packets, "Of them, rejected by it.", () => Devices(device => device.Lifetime.Rejected));
        Count("webcap.device.captured", Packets, "Of them, accepted by it.", () => Devices(device => device.Lifetime.Captured));
        Count("webcap.device.dropped", Packets, "Accepted frames lost because both buffers were full.", () => Devices(device => device.Lifetime.Dropped));
        Count("webcap.device.flushed", Packets, "Records thrown away unread by a flush or a new filter.", () => Devices(device => device.Lifetime.Flushed));
        Count("webcap.device.delivered", Packets, "Records that the reader has taken.", () => Devices(device => device.Lifetime.Delivered));
        Count("webcap.device.delivered_bytes", Bytes, "Their bytes, headers included.", () => Devices(device => device.Lifetime.DeliveredBytes));
        Measure("webcap.device.held", Packets, "Records in the two buffers now.", () => Devices(device => device.Lifetime.Held));
        Measure("webcap.device.held_bytes", Bytes, "Their bytes.", () => Devices(device => device.Lifetime.HeldBytes));
        Count("webcap.feed.dropped", Packets, "Records lost by viewers who did not keep up, all viewers of a device together.", () => Sessions(session => session.FeedDropped));
        Measure("webcap.feed.viewers", "{viewer}", "Viewers of a device now.", () => Sessions(session => session.ViewerCount));
    }

    private void AddTable()
    {
        Count("webcap.bpf.received", Packets, "net.bpf.stats: frames run through a filter, by all devices since the start.", () => [new(table.GetStatistics().Received)]);
        Count("webcap.bpf.captured", Packets, "net.bpf.stats: frames that a filter accepted.", () => [new(table.GetStatistics().Captured)]);
        Count("webcap.bpf.dropped", Packets, "net.bpf.stats: accepted frames lost for want of room.", () => [new(table.GetStatistics().Dropped)]);
        Measure("webcap.devices.open", "{device}", "Devices open now, with an interface or without.", () => [new(table.List().Count)]);
        Measure("webcap.devices.limit", "{device}", "Devices that can be open at once.", () => [new(table.Limits.DeviceCount)]);
    }

    private void Count(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> observe) =>
        meter.CreateObservableCounter(name, observe, unit, description);

    private void Measure(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> observe) =>
        meter.CreateObservableUpDownCounter(name, observe, unit, description);

    private IEnumerable<Measurement<long>> Interfaces(Func<InterfaceStatistics, long> read) => catalog.List().Select(each => new Measurement<long>(
        read(each.GetStatistics()), new KeyValuePair<string, object?>("interface", each.Name)));

    private IEnumerable<Measurement<long>> Devices(Func<PeerInfo, long> read) => Sessions(session => read(session.Device.Describe()));

    // Not the user's name nor the filter: telemetry goes to more people than may see peers.
    private IEnumerable<Measurement<long>> Sessions(Func<CaptureSession, long> read) => sessions.List().Select(session => new Measurement<long>(
        read(session),
        new KeyValuePair<string, object?>("device", session.Device.Minor),
        new KeyValuePair<string, object?>("interface", session.Interface.Name)));
}
