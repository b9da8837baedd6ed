namespace Bpf.Wire.Files;

/// <summary>
/// The unit that an interface counts its time in: if_tsresol (a negative power of ten or of two) and if_tsoffset (seconds to add).
/// Without options a tick is a microsecond.
/// </summary>
internal readonly struct PcapngClock
{
    // The years 1 to 9999: every time that leaves the reader can become a DateTimeOffset, whatever a hostile offset says.
    private const long MinSeconds = -62_135_596_800;
    private const long MaxSeconds = 253_402_300_799;

    /// <summary>Ticks in a second; 10^19 and 2^63 still fit.</summary>
    private readonly ulong ticksPerSecond;
    private readonly long offsetSeconds;

    private PcapngClock(ulong ticksPerSecond, long offsetSeconds) => (this.ticksPerSecond, this.offsetSeconds) = (ticksPerSecond, offsetSeconds);

    /// <summary>Makes a clock from the option's byte; false where a second has more ticks than 64 bits can count.</summary>
    public static bool TryCreate(byte resolution, long offsetSeconds, out PcapngClock clock)
    {
        var exponent = resolution & 0x7F;
        var isBinary = (resolution & 0x80) != 0;
        clock = default;
        if (exponent > (isBinary ? 63 : 19)) return false;

        var ticks = 1UL;
        for (var i = 0; i < exponent; i++) ticks *= isBinary ? 2UL : 10UL;
        clock = new PcapngClock(ticks, offsetSeconds);
        return true;
    }

    /// <summary>The moment that <paramref name="ticks"/> means, cut to the years 1 to 9999; digits below a nanosecond are dropped.</summary>
    public void Convert(ulong ticks, out long seconds, out uint nanoseconds)
    {
        ulong whole;
        // The two units in use, spelt as constants so that the division becomes a multiplication.
        if (ticksPerSecond == 1_000_000_000)
        {
            whole = ticks / 1_000_000_000;
            nanoseconds = (uint)(ticks - whole * 1_000_000_000);
        }
        else if (ticksPerSecond == 1_000_000)
        {
            whole = ticks / 1_000_000;
            nanoseconds = (uint)(ticks - whole * 1_000_000) * 1000;
        }
        else
        {
            whole = ticks / ticksPerSecond;
            nanoseconds = (uint)((UInt128)(ticks % ticksPerSecond) * 1_000_000_000 / ticksPerSecond);
        }

        if (whole <= MaxSeconds && offsetSeconds == 0)
        {
            seconds = (long)whole;
            return;
        }

        seconds = (long)Int128.Clamp((Int128)whole + offsetSeconds, MinSeconds, MaxSeconds);
    }
}
