namespace Bpf.Engine.Device;

/// <summary>
/// The books of a device, in frames and bytes. At every moment <c>Captured = Delivered + Dropped + Held + Flushed</c> [STAT-4]
/// and <c>Received = Captured + Rejected</c>. Byte counts are record bytes as read returns them, headers and padding included.
/// </summary>
public readonly record struct DeviceStatistics
{
    /// <summary>Frames run through the filter [STAT-1].</summary>
    public long Received { get; init; }

    /// <summary>Frames that the filter accepted, also those then dropped.</summary>
    public long Captured { get; init; }

    /// <summary>Accepted frames lost for want of room.</summary>
    public long Dropped { get; init; }

    /// <summary>Records that a reader has taken.</summary>
    public long Delivered { get; init; }

    /// <summary>Records in the store and hold buffers now.</summary>
    public long Held { get; init; }

    /// <summary>Records thrown away unread by a flush, a new filter or the close; always 0 in counters that a flush resets.</summary>
    public long Flushed { get; init; }

    /// <summary>Bytes of <see cref="Delivered"/>.</summary>
    public long DeliveredBytes { get; init; }

    /// <summary>Bytes of <see cref="Held"/>.</summary>
    public long HeldBytes { get; init; }

    /// <summary>Records that found room in a buffer: the number that the next one to be stored will have, counted from 0.</summary>
    public long Stored => Captured - Dropped;

    /// <summary>Frames that the filter rejected.</summary>
    public long Rejected => Received - Captured;

    /// <summary>What was counted after <paramref name="start"/>; what is held is held now, whenever it came.</summary>
    public DeviceStatistics Since(in DeviceStatistics start) => this with
    {
        Received = Received - start.Received,
        Captured = Captured - start.Captured,
        Dropped = Dropped - start.Dropped,
        Delivered = Delivered - start.Delivered,
        Flushed = Flushed - start.Flushed,
        DeliveredBytes = DeliveredBytes - start.DeliveredBytes,
    };
}
