namespace WebCap.Rewind;

/// <summary>What became of the records of a rolling log: at every moment <c>End = Packets + Forgotten + Lost</c>.</summary>
/// <param name="End">Records that came; the number of the next.</param>
/// <param name="Packets">Records it has now.</param>
/// <param name="Bytes">Their bytes, headers included.</param>
/// <param name="Forgotten">Records that had to make room, or grew too old.</param>
/// <param name="Lost">Records that the store could not keep.</param>
/// <param name="Oldest">When the oldest it has now came; null when it has none.</param>
/// <param name="OldestArrival">The same by the monotonic clock.</param>
internal readonly record struct RollingBooks(long End, long Packets, long Bytes, long Forgotten, long Lost, DateTimeOffset? Oldest, long OldestArrival);
