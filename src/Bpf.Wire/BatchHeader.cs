using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Bpf.Wire;

/// <summary>
/// The 112 bytes in front of every item that a viewer is sent, little endian; the payload follows. Drawn in docs/record-layout.md, frozen by a
/// test. Record numbers count from 0 at the beginning of the device's session and are the same for every viewer, so a viewer that knows which
/// number it expects sees a gap, and its size, by itself.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = HeaderBytes)]
public readonly record struct BatchHeader
{
    /// <summary>Size of the header: 4 + 2 + 2 + 8 + 8 + 4 + 2 + 1 + 1 and ten numbers of 8.</summary>
    public const int HeaderBytes = 112;

    /// <summary>Size of the first version's, which ended before <see cref="Rewound"/>.</summary>
    public const int LeastBytes = 104;

    /// <summary>"WCB1" in ASCII, read as a little-endian number.</summary>
    public const uint ExpectedMagic = 0x31424357;

    /// <summary><see cref="ExpectedMagic"/>.</summary>
    public uint Magic { get; init; }

    /// <summary>What the payload is.</summary>
    public BatchKind Kind { get; init; }

    /// <summary>Bytes from the start of the item to its payload.</summary>
    public ushort HeaderLength { get; init; }

    /// <summary>The batch's number in the session, from 1; 0 when the item carries no records.</summary>
    public long Sequence { get; init; }

    /// <summary>The number of the first record here, or of the next to come when there are none.</summary>
    public long FirstRecord { get; init; }

    /// <summary>Records in the payload.</summary>
    public int RecordCount { get; init; }

    /// <summary>The link-layer header of every frame in the payload.</summary>
    public LinkType LinkType { get; init; }

    /// <summary>What record fractions count.</summary>
    public TimestampFormat TimestampFormat { get; init; }

    /// <summary>Bit 0: the interface has disappeared.</summary>
    public byte Flags { get; init; }

    /// <summary>Frames run through the filter since the device's last flush or filter change.</summary>
    public long Received { get; init; }

    /// <summary>Frames accepted, since the same moment.</summary>
    public long Captured { get; init; }

    /// <summary>Accepted frames lost for want of buffer room, since the same moment.</summary>
    public long Dropped { get; init; }

    /// <summary>Records taken out of the device, since the same moment.</summary>
    public long Delivered { get; init; }

    /// <summary>Records still in the device's buffers.</summary>
    public long Held { get; init; }

    /// <summary>Records that this viewer's feed has thrown away because the viewer did not keep up.</summary>
    public long FeedDropped { get; init; }

    /// <summary>Frames that the kernel dropped before the tap, since the session began.</summary>
    public long KernelDropped { get; init; }

    /// <summary>Frames that the interface handed to the tap, since the session began.</summary>
    public long InterfaceReceived { get; init; }

    /// <summary>Tells one life of a minor number from the next.</summary>
    public ulong SessionId { get; init; }

    /// <summary>
    /// Records from before the device was opened, which it was given from the past: they have the numbers from 0 on, and are not among those that the
    /// device counts as captured.
    /// </summary>
    public long Rewound { get; init; }

    /// <summary>True when the interface has disappeared.</summary>
    public bool IsInterfaceGone => (Flags & 1) != 0;

    /// <summary>
    /// Splits an item into header and payload. False when it is no such item: too short, another magic, or a header length that does not fit.
    /// A longer header of a later version is stepped over; what an earlier version does not have is 0.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> item, out BatchHeader header, out ReadOnlySpan<byte> payload)
    {
        header = default;
        payload = default;
        if (item.Length < LeastBytes) return false;
        var headerLength = BinaryPrimitives.ReadUInt16LittleEndian(item[6..]);
        if (headerLength < LeastBytes || headerLength > item.Length) return false;
        Span<byte> whole = stackalloc byte[HeaderBytes];
        whole.Clear();
        item[..Math.Min((int)headerLength, HeaderBytes)].CopyTo(whole);
        header = MemoryMarshal.Read<BatchHeader>(whole);
        if (header.Magic != ExpectedMagic) return false;
        payload = item[headerLength..];
        return true;
    }
}
