namespace Fanout;

/// <summary>What came to a viewer in some time.</summary>
/// <param name="Records">Packets.</param>
/// <param name="Bytes">Of items, headers included.</param>
/// <param name="Items">Those with packets.</param>
/// <param name="Missing">Numbers that were stepped over.</param>
internal readonly record struct Seen(long Records, long Bytes, long Items, long Missing);
