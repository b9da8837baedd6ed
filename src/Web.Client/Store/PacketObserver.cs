using Packet.Dissect;

namespace WebCap.Client.Store;

/// <summary>Is shown each packet once, in the order in which they were captured.</summary>
internal delegate void PacketObserver(in PacketInput packet);
