using System.Buffers.Binary;
using Bpf.Engine.Interop;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// Writes the header of a Linux cooked capture, version 2 (LINKTYPE_LINUX_SLL2), everything in network byte order:
/// <code>
///   0           2          4                 8              10       11       12               20
///   | EtherType | 0        | interface index | ARPHRD number| kind   | length | address, 0-padded| payload
/// </code>
/// </summary>
internal static unsafe class CookedHeader
{
    /// <summary>Bytes in the header.</summary>
    public const int Length = 20;

    /// <summary>Fills <paramref name="header"/> from where the kernel says the frame came from.</summary>
    public static void Write(Span<byte> header, LinkLayerAddress* source)
    {
        // The protocol is in network byte order already, and copied as it lies.
        BitConverter.TryWriteBytes(header, source->Protocol);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], 0);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], source->InterfaceIndex);
        BinaryPrimitives.WriteUInt16BigEndian(header[8..], source->HardwareType);
        header[10] = source->PacketType;
        header[11] = source->AddressLength;
        new ReadOnlySpan<byte>(source->Address, LinkLayerAddress.MaxAddressLength).CopyTo(header[12..]);
    }
}
