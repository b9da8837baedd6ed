namespace Fanout;

/// <summary>What came to a viewer in some time.</summary>
/// <param name="Records">Packets.</param>
/// <param name="Bytes">Of items with packets, headers included.</param>
internal readonly record struct Seen(long Records, long Bytes);
