namespace WebCap.Processes;

/// <summary>An item of the hub's stream.</summary>
/// <param name="Sample">What the sample took.</param>
/// <param name="IsWhole">True when <paramref name="Sockets"/> is the whole table, as it is at first.</param>
/// <param name="Sockets">Those that are new or different.</param>
/// <param name="Gone">The numbers of those that left the table.</param>
internal sealed record ProcessNews(SampleView Sample, bool IsWhole, SocketView[] Sockets, long[] Gone);
