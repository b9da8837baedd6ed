using System.Diagnostics.Metrics;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using WebCap.Capture;
using WebCap.Configuration;
using WebCap.Recordings;
using WebCap.Rewind;
using WebCap.Rewind.Triggers;

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
    private readonly RecordingService recordings;
    private readonly RecordingTotals recorded;
    private readonly RewindWindows windows;
    private readonly RewindTriggers triggers;
    private readonly Meter meter;

    public StationMetrics(
        IMeterFactory factory,
        CaptureSessions sessions,
        InterfaceCatalog catalog,
        BpfDeviceTable table,
        RecordingService recordings,
        RecordingTotals recorded,
        RewindWindows windows,
        RewindTriggers triggers)
    {
        this.sessions = sessions;
        this.catalog = catalog;
        this.table = table;
        this.recordings = recordings;
        this.recorded = recorded;
        this.windows = windows;
        this.triggers = triggers;
        meter = factory.Create(MeterName, StartCommand.Version);
        AddInterfaces();
        AddDevices();
        AddTable();
        AddRecordings();
        AddWindows();
        AddTriggers();
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

    // Of all recordings together: each has a number of its own, and there is no end of numbers.
    private void AddRecordings()
    {
        Count("webcap.recording.packets", Packets, "Packets that recordings have written to files since the start.", () => [new(recorded.Packets)]);
        Count("webcap.recording.bytes", Bytes, "Bytes that they have written.", () => [new(recorded.Bytes)]);
        Count("webcap.recording.dropped", Packets, "Accepted frames that are in no file, for want of room or because a file could not be written.", () => [new(recorded.Dropped)]);
        Count("webcap.recording.files", "{file}", "Files that they have begun.", () => [new(recorded.Files)]);
        Count("webcap.recording.syncs", "{sync}", "Times that they had the system bring a file to the disk.", () => [new(recorded.Syncs)]);
        Count("webcap.recording.failures", "{recording}", "Recordings that ended because something failed.", () => [new(recorded.Failures)]);
        Measure("webcap.recording.running", "{recording}", "Recordings that run now.", () => [new(recordings.Runs.Count(run => run.EndedAt is null))]);
        Measure("webcap.recording.free_bytes", Bytes, "Room on the disk that they are written to.", () => [new(recordings.Folder.FreeBytes)]);
    }

    private void AddWindows()
    {
        Count("webcap.window.received", Packets, "Frames run through the window's filter since it began.", () => Windows(window => window.Device.GetLifetime().Received));
        Count("webcap.window.rejected", Packets, "Of them, rejected by it.", () => Windows(window => window.Device.GetLifetime().Rejected));
        Count("webcap.window.dropped", Packets, "Accepted frames that found no room in its device's buffers.", () => Windows(window => window.Device.GetLifetime().Dropped));
        Count("webcap.window.forgotten", Packets, "Packets that made room for newer ones or grew too old.", () => Windows(window => window.Log.GetBooks().Forgotten));
        Count("webcap.window.lost", Packets, "Packets that its storage could not keep.", () => Windows(window => window.Log.GetBooks().Lost));
        Measure("webcap.window.held", Packets, "Packets in the window now.", () => Windows(window => window.Log.GetBooks().Packets));
        Measure("webcap.window.held_bytes", Bytes, "Their bytes, headers included.", () => Windows(window => window.Log.GetBooks().Bytes));
    }

    private void AddTriggers()
    {
        Count("webcap.trigger.matches", Packets, "Packets of the window that the trigger's filter accepted.", () => Triggers(trigger => trigger.Matches));
        Count("webcap.trigger.suppressed", Packets, "Of them, those that would have fired it, had it not just fired.", () => Triggers(trigger => trigger.Suppressed));
        Count("webcap.trigger.unseen", Packets, "Packets that the window had lost before they could be looked at.", () => Triggers(trigger => trigger.Unseen));
        Count("webcap.trigger.fired", "{firing}", "Times that it fired.", () => Triggers(trigger => trigger.Outcome.Fired));
        Count("webcap.trigger.failed", "{firing}", "Of them, those of which nothing could be saved.", () => Triggers(trigger => trigger.Outcome.Failed));
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

    // Those that wait have nothing, and nothing to count.
    private IEnumerable<Measurement<long>> Windows(Func<RewindWindow, long> read)
    {
        foreach (var state in windows.List())
        {
            if (state.Window is not { } window) continue;
            yield return new Measurement<long>(
                read(window),
                new KeyValuePair<string, object?>("window", state.Kept.Id),
                new KeyValuePair<string, object?>("interface", state.Kept.Settings.Interface));
        }
    }

    private IEnumerable<Measurement<long>> Triggers(Func<Trigger, long> read) =>
        from state in windows.List()
        from trigger in triggers.List(state.Kept.Id)
        select new Measurement<long>(
            read(trigger),
            new KeyValuePair<string, object?>("trigger", trigger.Kept.Id),
            new KeyValuePair<string, object?>("window", state.Kept.Id),
            new KeyValuePair<string, object?>("interface", state.Kept.Settings.Interface));
}
