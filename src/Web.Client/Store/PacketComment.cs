using Packet.Dissect;

namespace WebCap.Client.Store;

/// <summary>What a file has to say about a packet; null for nothing.</summary>
internal delegate string? PacketComment(in PacketInput packet);
