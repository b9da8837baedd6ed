using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Interfaces;

/// <summary>What an interface can send at this moment.</summary>
/// <param name="IsUp">Able to carry frames.</param>
/// <param name="LinkHeaderBytes">Bytes of the header that its frames start with.</param>
/// <param name="Mtu">The largest payload behind it.</param>
/// <param name="Source">The address that its frames come from; empty when its frames name none.</param>
public readonly record struct OutputState(bool IsUp, int LinkHeaderBytes, int Mtu, ReadOnlyMemory<byte> Source)
{
    /// <summary>The largest frame. 64 bit, because an MTU may be as large as an int.</summary>
    public long LargestFrameBytes => (long)LinkHeaderBytes + Mtu;

    /// <summary>The bytes in front of what a link type's frames carry; 0 for those that start with their packet.</summary>
    public static int HeaderBytesOf(LinkType linkType) => linkType == LinkType.Ethernet ? EthernetHeader.Length : 0;
}
