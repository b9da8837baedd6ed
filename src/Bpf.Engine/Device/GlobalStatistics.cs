namespace Bpf.Engine.Device;

/// <summary>net.bpf.stats: what all devices counted since the start, open and closed ones. Never reset [STAT-2].</summary>
/// <param name="Received">Frames run through a filter.</param>
/// <param name="Dropped">Accepted frames lost for want of room.</param>
/// <param name="Captured">Frames that a filter accepted.</param>
public readonly record struct GlobalStatistics(long Received, long Dropped, long Captured);
