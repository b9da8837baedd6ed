using Bpf.Wire;

namespace WebCap.Rewind.Triggers;

/// <summary>The packet that fired a trigger.</summary>
/// <param name="Record">Its number in the window's log.</param>
/// <param name="Arrival">When it came to the window: a timestamp of the monotonic clock.</param>
/// <param name="At">The packet's own time.</param>
internal sealed record TriggerFiring(long Record, long Arrival, DateTimeOffset At)
{
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <param name="record">Its number.</param>
    /// <param name="arrival">When it came.</param>
    /// <param name="header">With nanoseconds; a capture file that is replayed can name any second, and those beyond the year 9999 become that.</param>
    public static TriggerFiring Of(long record, long arrival, in RecordHeader header) => new(
        record,
        arrival,
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(header.Seconds, 0, LastSecond)).AddTicks(Math.Min(header.Fraction, 999_999_999) / TimeSpan.NanosecondsPerTick));
}
