using Bpf.Wire;
using Packet.Dissect;

namespace WebCap.Client.Capture;

/// <summary>The packet whose fields and bytes are shown. A copy, so that it stays readable when the store evicts it.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Number">Its No.</param>
/// <param name="Tree">Its fields.</param>
/// <param name="Bytes">Its captured bytes.</param>
/// <param name="Flow">Between which ends it travels; null when it is of no socket.</param>
/// <param name="Direction">Which way it went at the interface.</param>
/// <param name="TimeNanoseconds">When it was captured, since 1970 UTC.</param>
internal sealed record SelectedPacket(long Row, long Number, PacketTree Tree, byte[] Bytes, PacketFlow? Flow, FrameDirection Direction, long TimeNanoseconds);
