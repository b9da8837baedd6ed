namespace WebCap.Recordings;

/// <summary>One file of a recording, as the catalogue has it.</summary>
/// <param name="Number">1 and up within the recording.</param>
/// <param name="Packets">Whole packets in it.</param>
/// <param name="LengthBytes">Its length, which ends with a whole packet.</param>
/// <param name="FirstNanoseconds">The earliest time of a packet, in nanoseconds since 1970; <see cref="NoTime"/> when it has none.</param>
/// <param name="LastNanoseconds">The latest. Clocks jump, so that neither need be that of the first or last packet.</param>
internal sealed record RecordedFile(int Number, long Packets, long LengthBytes, long FirstNanoseconds, long LastNanoseconds)
{
    /// <summary>No packet, no time.</summary>
    public const long NoTime = -1;

    /// <summary>A packet's time as it stands here: up to the year 2262, as in the file's own nanoseconds; what is not within that is at its end.</summary>
    public static long NanosecondsOf(long seconds, uint nanoseconds)
    {
        const long LastSecond = (long.MaxValue / 1_000_000_000) - 1;
        return (Math.Clamp(seconds, 0, LastSecond) * 1_000_000_000) + nanoseconds;
    }
}
