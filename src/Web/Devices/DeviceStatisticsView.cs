using Bpf.Engine.Device;

namespace WebCap.Devices;

/// <summary>A device's books as the API shows them: <c>received = captured + rejected</c>, <c>captured = delivered + dropped + held</c>.</summary>
internal sealed record DeviceStatisticsView(long Received, long Captured, long Rejected, long Dropped, long Delivered, long Held, long Flushed)
{
    public static DeviceStatisticsView Of(in DeviceStatistics statistics) => new(
        statistics.Received,
        statistics.Captured,
        statistics.Rejected,
        statistics.Dropped,
        statistics.Delivered,
        statistics.Held,
        statistics.Flushed);
}
