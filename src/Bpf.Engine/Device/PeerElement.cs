using System.Buffers.Binary;
using System.Text;

namespace Bpf.Engine.Device;

/// <summary>
/// A peer as bytes, for callers of the sysctl kind: NetBSD's <c>struct bpf_d_ext</c> on LP64, little endian, its padding used for what it lacks.
/// <code>
///   0        4     5     6     7     8         12       16    20        24        32       40        48        64      68      72
///   | buffer | pro | sta | imm | dir | hdrcmpl | seesent| pid | feedback| received| dropped| captured| name 16 | locked| minor |
/// </code>
/// </summary>
public static class PeerElement
{
    /// <summary>Bytes of a whole element.</summary>
    public const int Length = 72;

    private const int NameOffset = 48;
    private const int NameLength = 16;

    /// <summary>Writes the first bytes of an element, as many as <paramref name="destination"/> has: at most <see cref="Length"/> are used.</summary>
    public static void Write(PeerInfo peer, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(peer);
        Span<byte> element = stackalloc byte[Length];
        element.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(element, peer.BufferBytes);
        element[4] = peer.IsPromiscuous ? (byte)1 : (byte)0;
        element[5] = (byte)peer.State;
        element[6] = peer.IsImmediate ? (byte)1 : (byte)0;
        element[7] = (byte)peer.IgnoredDirections;
        BinaryPrimitives.WriteInt32LittleEndian(element[8..], peer.IsHeaderComplete ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(element[12..], peer.SeesSent ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(element[16..], peer.Owner.ProcessId);
        BinaryPrimitives.WriteInt32LittleEndian(element[20..], peer.HasFeedback ? 1 : 0);
        BinaryPrimitives.WriteInt64LittleEndian(element[24..], peer.Statistics.Received);
        BinaryPrimitives.WriteInt64LittleEndian(element[32..], peer.Statistics.Dropped);
        BinaryPrimitives.WriteInt64LittleEndian(element[40..], peer.Statistics.Captured);
        // A NUL stays behind the name.
        Encoding.UTF8.TryGetBytes(peer.InterfaceName, element.Slice(NameOffset, NameLength - 1), out _);
        BinaryPrimitives.WriteInt32LittleEndian(element[64..], peer.IsLocked ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(element[68..], peer.Minor);
        element[..Math.Min(Length, destination.Length)].CopyTo(destination);
    }
}
