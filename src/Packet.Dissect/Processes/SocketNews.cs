namespace Packet.Dissect.Processes;

/// <summary>A table of sockets or news of one, as the server sends it.</summary>
/// <param name="Sample">What the sample took.</param>
/// <param name="IsWhole">Null in the answer of a call, which always is.</param>
/// <param name="Sockets">All of them, or those that are new or different.</param>
/// <param name="Gone">The numbers of those that left the table.</param>
internal sealed record SocketNews(SampleInfo? Sample, bool? IsWhole, SocketInfo[]? Sockets, long[]? Gone);
