namespace WebCap.Rewind;

/// <summary>One hold buffer as a rolling log has it.</summary>
/// <param name="FirstRecord">The number of its first record: its place in what the device delivered, from 0.</param>
/// <param name="RecordCount">Records in it.</param>
/// <param name="Offset">Where it is in the store.</param>
/// <param name="LengthBytes">How long it is.</param>
/// <param name="Arrival">When it was taken from the device: a timestamp of the service's monotonic clock.</param>
/// <param name="Dropped">What the device had dropped in its life when the hold buffer before this one was taken.</param>
/// <param name="Time">The same moment by the clock on the wall, for people.</param>
internal readonly record struct RollingEntry(long FirstRecord, int RecordCount, long Offset, int LengthBytes, long Arrival, long Dropped, DateTimeOffset Time)
{
    public long EndRecord => FirstRecord + RecordCount;

    public long EndOffset => Offset + LengthBytes;
}
