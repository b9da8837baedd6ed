namespace Bpf.Engine.Interfaces;

/// <summary>What a replay counted over its whole life. Written by the playing thread only, read by any.</summary>
internal sealed class ReplayCounters
{
    private long frames;
    private long wireBytes;
    private long skipped;
    private long passes;

    /// <summary>Frames offered to the tap.</summary>
    public long Frames => Volatile.Read(ref frames);

    /// <summary>Their bytes on the wire.</summary>
    public long WireBytes => Volatile.Read(ref wireBytes);

    /// <summary>Packets passed over because their link type is not the interface's.</summary>
    public long Skipped => Volatile.Read(ref skipped);

    /// <summary>Times that the end of the file was reached.</summary>
    public long Passes => Volatile.Read(ref passes);

    public void CountFrame(uint wireLength)
    {
        Volatile.Write(ref frames, frames + 1);
        Volatile.Write(ref wireBytes, wireBytes + wireLength);
    }

    public void CountSkipped() => Volatile.Write(ref skipped, skipped + 1);

    public void CountPass() => Volatile.Write(ref passes, passes + 1);
}
