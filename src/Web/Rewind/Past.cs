using WebCap.Capture;

namespace WebCap.Rewind;

/// <summary>What a device was given of the past when it was opened.</summary>
/// <param name="Batches">The records, oldest first; whoever takes them over releases each slab once.</param>
/// <param name="Packets">Records in them.</param>
/// <param name="Bytes">Their bytes, headers included.</param>
/// <param name="LeftOut">Older records that would have been captured and for which there was no room.</param>
/// <param name="Missing">Records of the window that were forgotten or lost while the past was read; nobody knows whether they would have been captured.</param>
/// <param name="Dropped">Frames that the window's own device dropped in that time, for want of room.</param>
/// <param name="Since">When the oldest record that was looked at came to the window; null when there was none.</param>
internal sealed record Past(IReadOnlyList<PastBatch> Batches, long Packets, long Bytes, long LeftOut, long Missing, long Dropped, DateTimeOffset? Since);

/// <summary>A run of records of the past; its holder has one reference of the slab.</summary>
internal sealed record PastBatch(Slab Slab, int Offset, int LengthBytes, int RecordCount);
