namespace WebCap.Recordings;

/// <summary>
/// What a recording counted, at one moment: <c>Received = Rejected + Packets + Dropped</c>, exactly, once it has ended. Frames that were
/// captured but came after its end are in none of them.
/// </summary>
/// <param name="Received">Frames run through the filter.</param>
/// <param name="Rejected">Those that it did not accept.</param>
/// <param name="Packets">Those that are in a file, or were in one that the ring has deleted since.</param>
/// <param name="Dropped">Those that were lost: for want of room in the device's buffers, or because a file could not be written.</param>
/// <param name="KernelDropped">Frames that the kernel had no room for, before the filter.</param>
/// <param name="Bytes">Bytes written to files, those of deleted files included.</param>
internal readonly record struct RecordingBooks(long Received, long Rejected, long Packets, long Dropped, long KernelDropped, long Bytes)
{
    /// <summary>What was counted after <paramref name="start"/>.</summary>
    public RecordingBooks Since(in RecordingBooks start) => new(
        Received - start.Received,
        Rejected - start.Rejected,
        Packets - start.Packets,
        Dropped - start.Dropped,
        KernelDropped - start.KernelDropped,
        Bytes - start.Bytes);
}
