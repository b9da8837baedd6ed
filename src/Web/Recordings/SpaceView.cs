namespace WebCap.Recordings;

/// <summary>What recordings take and what is left for them.</summary>
/// <param name="UsedBytes">All files together.</param>
/// <param name="FreeBytes">What the disk has left.</param>
/// <param name="KeepFreeBytes">What recordings leave of that.</param>
/// <param name="TotalBytes">Beyond this the oldest recordings that have ended are deleted; 0 for never.</param>
/// <param name="MaxAgeDays">Recordings that ended so long ago are deleted; 0 for never.</param>
internal sealed record SpaceView(long UsedBytes, long FreeBytes, long KeepFreeBytes, long TotalBytes, int MaxAgeDays);
