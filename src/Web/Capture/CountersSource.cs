using System.Text.Json;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using WebCap.Devices;
using WebCap.Interfaces;
using WebCap.NetBpf;
using WebCap.Rewind;

namespace WebCap.Capture;

/// <summary>
/// The dashboard's counters. Made at most once in half a second however many viewers ask, because a hundred dashboards want the same numbers.
/// Any thread.
/// </summary>
internal sealed class CountersSource(CaptureSessions sessions, InterfaceCatalog catalog, BpfDeviceTable table, RewindWindows windows, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(500);

    private readonly Lock sync = new();
    private byte[] snapshot = [];
    private long madeAt;

    public byte[] Snapshot()
    {
        lock (sync)
        {
            if (snapshot.Length > 0 && time.GetElapsedTime(madeAt) < Freshness) return snapshot;
            snapshot = JsonSerializer.SerializeToUtf8Bytes(
                new Counters(
                    time.GetUtcNow(),
                    [.. catalog.List().Select(each => InterfaceView.Of(each, WindowBrief.Of(windows, each.Name, time)))],
                    [.. DeviceView.List(sessions)],
                    NetBpfStatistics.Of(table.GetStatistics())),
                JsonSerializerOptions.Web);
            madeAt = time.GetTimestamp();
            return snapshot;
        }
    }

    private sealed record Counters(DateTimeOffset Time, InterfaceView[] Interfaces, DeviceView[] Devices, NetBpfStatistics Net);
}
