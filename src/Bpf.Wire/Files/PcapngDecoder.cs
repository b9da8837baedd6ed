using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Bpf.Wire.Files;

/// <summary>
/// The pcapng file: blocks of type u32, length u32, body, the length again; a section header sets the byte order of what follows and begins
/// a new list of interfaces. Unknown blocks are passed over. Source: the pcapng draft of the opsawg.
/// Strict where a wrong guess would show wrong packets (lengths, marks, interface numbers, time units), lenient about options of packets and statistics.
/// </summary>
internal sealed partial class PcapngDecoder : CaptureDecoder
{
    private const int MinSectionLength = 28;
    private const int PacketBodyLength = 20;

    private readonly List<Declared> declared = [];
    private bool isBigEndian;

    /// <summary>Index of the section's interface 0 among all that the file described.</summary>
    private int sectionStart;

    public override string Unit => "block";

    public override CaptureStatistics? StatisticsOf(int interfaceIndex) => declared[interfaceIndex].Statistics;

    public override DecodeResult Decode(ReadOnlySpan<byte> bytes, long offset, out CapturePacket packet, out int length)
    {
        packet = default;
        length = PcapngFormat.BlockOverhead;
        if (bytes.Length < PcapngFormat.BlockOverhead) return DecodeResult.NeedMore;

        var type = Read32(bytes);
        if (type == PcapngFormat.SectionHeaderBlock && !TrySetByteOrder(bytes[8..])) return Damaged(offset + 8, "a section begins without its byte order mark");

        var total = Read32(bytes[4..]);
        if (total < PcapngFormat.BlockOverhead || total % 4 != 0) return BadLength(offset, total);
        if (total > CaptureFileReader.MaxBlockBytes) return TooLong(offset, total);
        length = (int)total;
        if (bytes.Length < length) return DecodeResult.NeedMore;
        if (Read32(bytes[(length - 4)..]) != total) return LengthsDiffer(offset, total, Read32(bytes[(length - 4)..]));

        var body = bytes[8..(length - 4)];
        return type switch
        {
            PcapngFormat.EnhancedPacketBlock => DecodeEnhancedPacket(body, offset, out packet),
            PcapngFormat.SectionHeaderBlock => DecodeSection(body, offset),
            PcapngFormat.InterfaceDescriptionBlock => DecodeInterface(body, offset),
            PcapngFormat.InterfaceStatisticsBlock => DecodeStatistics(body, offset),
            PcapngFormat.SimplePacketBlock => DecodeSimplePacket(body, offset, out packet),
            PcapngFormat.ObsoletePacketBlock => DecodeObsoletePacket(body, offset, out packet),
            _ => DecodeResult.Skip,
        };
    }

    // Interface u32 | time high u32 | time low u32 | captured u32 | wire u32 | bytes, padded | options
    private DecodeResult DecodeEnhancedPacket(ReadOnlySpan<byte> body, long offset, out CapturePacket packet)
    {
        packet = default;
        if (body.Length < PacketBodyLength) return TooShort(offset, "packet");
        return DecodePacket(body, offset, Read32(body), droppedBefore: 0, out packet);
    }

    // As above, but the interface is a u16 and a u16 of drops follows it; 0xFFFF means not known.
    private DecodeResult DecodeObsoletePacket(ReadOnlySpan<byte> body, long offset, out CapturePacket packet)
    {
        packet = default;
        if (body.Length < PacketBodyLength) return TooShort(offset, "packet");
        var drops = Read16(body[2..]);
        return DecodePacket(body, offset, Read16(body), drops == 0xFFFF ? 0u : drops, out packet);
    }

    private DecodeResult DecodePacket(ReadOnlySpan<byte> body, long offset, uint interfaceId, ulong droppedBefore, out CapturePacket packet)
    {
        packet = default;
        if (interfaceId >= declared.Count - sectionStart) return UnknownInterface(offset, interfaceId);
        var index = sectionStart + (int)interfaceId;
        var source = declared[index];
        var captured = Read32(body[12..]);
        if (captured > body.Length - PacketBodyLength) return PastBlock(offset + 20, captured, body.Length - PacketBodyLength);
        if (captured > CaptureFileReader.MaxCapturedBytes) return TooManyBytes(offset + 20, captured);

        var ticks = (ulong)Read32(body[4..]) << 32 | Read32(body[8..]);
        source.Clock.Convert(ticks, out var seconds, out var nanoseconds);
        var direction = FrameDirection.None;
        var optionsStart = PacketBodyLength + PcapngFormat.Pad((int)captured);
        if (optionsStart < body.Length) ReadPacketOptions(body[optionsStart..], ref direction, ref droppedBefore);

        packet = new CapturePacket
        {
            Bytes = body.Slice(PacketBodyLength, (int)captured),
            Seconds = seconds,
            Nanoseconds = nanoseconds,
            WireLength = Math.Max(captured, Read32(body[16..])), // Some writers leave it 0; what was captured was there.
            InterfaceIndex = index,
            LinkType = source.LinkType,
            Direction = direction,
            HasTime = true,
            DroppedBefore = droppedBefore,
            Offset = offset,
        };
        return DecodeResult.Packet;
    }

    // Wire u32 | bytes, padded: always of interface 0, cut to its snap length, without a time.
    private DecodeResult DecodeSimplePacket(ReadOnlySpan<byte> body, long offset, out CapturePacket packet)
    {
        packet = default;
        if (body.Length < 4) return TooShort(offset, "packet");
        if (declared.Count == sectionStart) return UnknownInterface(offset, 0);
        var source = declared[sectionStart];
        var wire = Read32(body);
        var captured = source.SnapLength == 0 ? wire : Math.Min(wire, source.SnapLength);
        captured = Math.Min(captured, (uint)(body.Length - 4));
        if (captured > CaptureFileReader.MaxCapturedBytes) return TooManyBytes(offset + 8, captured);

        packet = new CapturePacket
        {
            Bytes = body.Slice(4, (int)captured),
            WireLength = wire,
            InterfaceIndex = sectionStart,
            LinkType = source.LinkType,
            Offset = offset,
        };
        return DecodeResult.Packet;
    }

    private void ReadPacketOptions(ReadOnlySpan<byte> bytes, ref FrameDirection direction, ref ulong droppedBefore)
    {
        var options = new PcapngOptions(bytes, isBigEndian);
        while (options.TryRead(out var code, out var value))
        {
            switch (code)
            {
                case PcapngFormat.PacketFlags when value.Length == 4:
                    // Bits 0 and 1: 1 is inbound, 2 outbound; 3 is not defined and is taken for not known.
                    var bits = Read32(value) & 3;
                    direction = bits == 3 ? FrameDirection.None : (FrameDirection)bits;
                    break;
                case PcapngFormat.PacketDropCount when value.Length == 8:
                    droppedBefore = Read64(value);
                    break;
            }
        }
    }

    private bool TrySetByteOrder(ReadOnlySpan<byte> mark)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(mark) == PcapngFormat.ByteOrderMagic) isBigEndian = false;
        else if (BinaryPrimitives.ReadUInt32BigEndian(mark) == PcapngFormat.ByteOrderMagic) isBigEndian = true;
        else return false;
        return true;
    }

    private DecodeResult BadLength(long offset, uint total) =>
        Damaged(offset + 4, string.Create(CultureInfo.InvariantCulture, $"a block says it is {total} bytes long, and a block's length is a multiple of 4 from {PcapngFormat.BlockOverhead} on"));

    private DecodeResult TooLong(long offset, uint total) =>
        Damaged(offset + 4, string.Create(CultureInfo.InvariantCulture, $"a block says it is {total} bytes long, and blocks over {CaptureFileReader.MaxBlockBytes} bytes are not read"));

    private DecodeResult LengthsDiffer(long offset, uint total, uint trailing) =>
        Damaged(offset + total - 4, string.Create(CultureInfo.InvariantCulture, $"a block is {total} bytes long by its front and {trailing} by its end"));

    private DecodeResult TooShort(long offset, string what) =>
        Damaged(offset + 4, $"the block is too short for the {what} it says it holds");

    private DecodeResult UnknownInterface(long offset, uint interfaceId) =>
        Damaged(offset + 8, string.Create(CultureInfo.InvariantCulture, $"a packet is of interface {interfaceId}, and its section has described {declared.Count - sectionStart}"));

    private DecodeResult PastBlock(long offset, uint captured, int room) =>
        Damaged(offset, string.Create(CultureInfo.InvariantCulture, $"a packet says it has {captured} captured bytes, and its block has room for {room}"));

    private DecodeResult TooManyBytes(long offset, uint captured) =>
        Damaged(offset, string.Create(CultureInfo.InvariantCulture, $"a packet says it has {captured} captured bytes, and no packet has more than {CaptureFileReader.MaxCapturedBytes}"));

    private static string Text(ReadOnlySpan<byte> value)
    {
        // A C program may have written its terminator too.
        var end = value.IndexOf((byte)0);
        if (end >= 0) value = value[..end];
        // A character takes at most 4 bytes; cutting the bytes first keeps the work small, whatever the length says.
        var text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, CaptureInterface.MaxTextChars * 4)]);
        return text.Length <= CaptureInterface.MaxTextChars ? text : text[..CaptureInterface.MaxTextChars];
    }

    private uint Read32(ReadOnlySpan<byte> bytes) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private ushort Read16(ReadOnlySpan<byte> bytes) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private ulong Read64(ReadOnlySpan<byte> bytes) =>
        isBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    /// <summary>What the packets of an interface need; statistics are set when their block comes.</summary>
    private sealed class Declared
    {
        public required LinkType LinkType { get; init; }

        public required uint SnapLength { get; init; }

        public required PcapngClock Clock { get; init; }

        public CaptureStatistics? Statistics { get; set; }
    }
}
