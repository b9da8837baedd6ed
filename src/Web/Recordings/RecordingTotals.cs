namespace WebCap.Recordings;

/// <summary>
/// What all recordings of this service together have done since it started, those that have ended and been deleted included. Each run adds what is new
/// once a turn, so that the sums never go back. Any thread.
/// </summary>
internal sealed class RecordingTotals
{
    private long packets;
    private long bytes;
    private long dropped;
    private long files;
    private long syncs;
    private long failures;

    /// <summary>Packets written to files.</summary>
    public long Packets => Interlocked.Read(ref packets);

    /// <summary>Bytes written to files.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Accepted frames that are in no file.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Files begun.</summary>
    public long Files => Interlocked.Read(ref files);

    /// <summary>Times that the system was told to bring a file to the disk (fsync).</summary>
    public long Syncs => Interlocked.Read(ref syncs);

    /// <summary>Recordings that ended because something failed.</summary>
    public long Failures => Interlocked.Read(ref failures);

    public void Add(long newPackets, long newBytes, long newDropped)
    {
        Interlocked.Add(ref packets, newPackets);
        Interlocked.Add(ref bytes, newBytes);
        Interlocked.Add(ref dropped, newDropped);
    }

    public void CountFile() => Interlocked.Increment(ref files);

    public void CountSync() => Interlocked.Increment(ref syncs);

    public void CountFailure() => Interlocked.Increment(ref failures);
}
