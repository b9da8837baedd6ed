using System.Buffers.Binary;
using System.Globalization;

namespace Bpf.Wire.Files;

/// <summary>
/// The classic pcap file: a header of 24 bytes, then a record header of 16 in front of each packet's bytes, in the byte order of the machine that wrote it.
/// <code>
///   header:  magic u32 | major u16 | minor u16 | zone i32 | sigfigs u32 | snap length u32 | link type u32 (low 16 bits)
///   record:  seconds u32 | fraction u32 | captured u32 | wire u32 | bytes
/// </code>
/// Source: the pcap file format draft of the opsawg, and pcap-savefile(5).
/// </summary>
internal sealed class PcapDecoder(bool isBigEndian, bool isNanoseconds) : CaptureDecoder
{
    private const int FileHeaderLength = 24;
    private const int RecordHeaderLength = 16;

    private bool hasFileHeader;
    private bool mayHaveSwappedLengths;
    private LinkType linkType;

    public override string Unit => hasFileHeader ? "packet" : "file header";

    public override DecodeResult Decode(ReadOnlySpan<byte> bytes, long offset, out CapturePacket packet, out int length)
    {
        packet = default;
        if (!hasFileHeader) return DecodeFileHeader(bytes, offset, out length);

        length = RecordHeaderLength;
        if (bytes.Length < RecordHeaderLength) return DecodeResult.NeedMore;

        var captured = Read32(bytes[8..]);
        var wire = Read32(bytes[12..]);
        if (captured > wire) RepairLengths(ref captured, ref wire);
        if (captured > CaptureFileReader.MaxCapturedBytes) return TooLong(offset, captured);
        length += (int)captured;
        if (bytes.Length < length) return DecodeResult.NeedMore;

        long seconds = Read32(bytes);
        var nanoseconds = Read32(bytes[4..]);
        // A fraction of a second or more is a writer's mistake; the moment it means is plain.
        if (isNanoseconds)
        {
            if (nanoseconds >= 1_000_000_000) (seconds, nanoseconds) = (seconds + nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
        }
        else
        {
            if (nanoseconds >= 1_000_000) (seconds, nanoseconds) = (seconds + nanoseconds / 1_000_000, nanoseconds % 1_000_000);
            nanoseconds *= 1000;
        }

        packet = new CapturePacket
        {
            Bytes = bytes.Slice(RecordHeaderLength, (int)captured),
            Seconds = seconds,
            Nanoseconds = nanoseconds,
            WireLength = wire,
            LinkType = linkType,
            HasTime = true,
            Offset = offset,
        };
        return DecodeResult.Packet;
    }

    private DecodeResult DecodeFileHeader(ReadOnlySpan<byte> bytes, long offset, out int length)
    {
        length = FileHeaderLength;
        if (bytes.Length < FileHeaderLength) return DecodeResult.NeedMore;

        var (major, minor) = (Read16(bytes[4..]), Read16(bytes[6..]));
        if (major != 2) return Damaged(offset + 4, string.Create(CultureInfo.InvariantCulture, $"it says it is pcap version {major}.{minor}, and only version 2 is known"));

        // Up to version 2.3 the two lengths stood in the other order on some systems.
        mayHaveSwappedLengths = minor <= 3;
        linkType = LinkTypeOf(Read32(bytes[20..]));
        Add(new CaptureInterface { LinkType = linkType, SnapLength = Read32(bytes[16..]) });
        hasFileHeader = true;
        return DecodeResult.Skip;
    }

    private void RepairLengths(ref uint captured, ref uint wire)
    {
        if (mayHaveSwappedLengths) (captured, wire) = (wire, captured);
        else wire = captured; // Some writers leave the wire length 0; what was captured was there.
    }

    private DecodeResult TooLong(long offset, uint captured) => Damaged(
        offset + 8,
        string.Create(CultureInfo.InvariantCulture, $"the packet's header says {captured} captured bytes, and no packet has more than {CaptureFileReader.MaxCapturedBytes}"));

    private uint Read32(ReadOnlySpan<byte> bytes) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private ushort Read16(ReadOnlySpan<byte> bytes) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
