namespace Bpf.Wire.Files;

/// <summary>
/// The loss ledger of one interface as a pcapng statistics block keeps it. A null counter is one that the file does not have, which is not the same as 0.
/// The times are exact to 100 ns.
/// </summary>
public sealed record CaptureStatistics
{
    /// <summary>When the capture began.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended, or when these counters were taken.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Frames that the interface received (isb_ifrecv).</summary>
    public ulong? Received { get; init; }

    /// <summary>Frames that the interface dropped for want of room (isb_ifdrop).</summary>
    public ulong? DroppedByInterface { get; init; }

    /// <summary>Frames that the filter accepted (isb_filteraccept).</summary>
    public ulong? Accepted { get; init; }

    /// <summary>Frames that the operating system dropped (isb_osdrop).</summary>
    public ulong? DroppedBySystem { get; init; }

    /// <summary>Frames that reached the user (isb_usrdeliv).</summary>
    public ulong? Delivered { get; init; }
}
