using Bpf.Engine.Device;

namespace WebCap.NetBpf;

/// <summary>net.bpf.stats as the API shows it [NET-1].</summary>
internal sealed record NetBpfStatistics(long Received, long Dropped, long Captured)
{
    public static NetBpfStatistics Of(in GlobalStatistics statistics) => new(statistics.Received, statistics.Dropped, statistics.Captured);
}
