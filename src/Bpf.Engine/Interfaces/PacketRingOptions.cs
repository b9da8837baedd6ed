namespace Bpf.Engine.Interfaces;

/// <summary>
/// The shape of the ring that the kernel fills for a live interface; every interface with a device attached has one.
/// <para>
/// How long the capture thread may stall without loss: at a low rate each retire timeout uses up one block, whatever is in it, so
/// 32 MiB / 256 KiB = 128 blocks × 5 ms = 0.64 s; at a million small frames a second, of about 160 bytes each in the ring,
/// 32 MiB / 160 B = 210,000 frames = 0.2 s.
/// </para>
/// </summary>
public sealed record PacketRingOptions
{
    /// <summary>The smallest block: a page.</summary>
    public const int SmallestBlockBytes = 4096;

    /// <summary>The largest block: 4 MiB, more than any frame and the most that the kernel gives in one piece.</summary>
    public const int LargestBlockBytes = 4 * 1024 * 1024;

    /// <summary>The largest ring: 1 GiB.</summary>
    public const int LargestRingBytes = 1024 * 1024 * 1024;

    /// <summary>The longest <see cref="RetireTimeoutMs"/>.</summary>
    public const int LongestRetireTimeoutMs = 1000;

    /// <summary>Memory of the whole ring; a multiple of <see cref="BlockBytes"/>, at least two of them.</summary>
    public int RingBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// Memory of one block, a power of two. A frame must fit into a block or is cut, and hosts hand themselves frames of 64 KiB and more
    /// (segmentation offload, the loopback interface), so less than 128 KiB loses bytes.
    /// </summary>
    public int BlockBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// After this time a block with a frame in it is handed over even if it is not full: the most that a frame waits in the ring. What waits there when the
    /// process is killed is lost: at 100,000 frames a second 500 of them, where a tcpdump loses some 700. Half of 10 ms costs four percent more of
    /// processor time at 50,000 a second.
    /// </summary>
    public int RetireTimeoutMs { get; init; } = 5;

    internal int BlockCount => RingBytes / BlockBytes;

    /// <summary>Names what is out of bounds, or returns null.</summary>
    public string? Validate() => this switch
    {
        { BlockBytes: < SmallestBlockBytes or > LargestBlockBytes } =>
            $"A ring block must be {SmallestBlockBytes} to {LargestBlockBytes} bytes, not {BlockBytes}.",
        _ when !int.IsPow2(BlockBytes) => $"A ring block must be a power of two, not {BlockBytes} bytes.",
        { RingBytes: > LargestRingBytes } => $"A ring must be at most {LargestRingBytes} bytes, not {RingBytes}.",
        _ when RingBytes < 2L * BlockBytes || RingBytes % BlockBytes != 0 =>
            $"A ring must be two or more whole blocks of {BlockBytes} bytes, not {RingBytes} bytes.",
        { RetireTimeoutMs: < 1 or > LongestRetireTimeoutMs } =>
            $"The ring's retire timeout must be 1 to {LongestRetireTimeoutMs} milliseconds, not {RetireTimeoutMs}.",
        _ => null,
    };
}
