using System.Buffers;
using System.Buffers.Binary;

namespace Bpf.Wire.Files;

/// <summary>
/// Writes a pcapng file, little endian, times in nanoseconds. In this order:
/// <see cref="WriteSection"/> once, <see cref="AddInterface"/> for each interface, packets or whole batches, <see cref="WriteStatistics"/> at the end (or at any time between).
/// The bytes go to an <see cref="IBufferWriter{T}"/>; when they are flushed is its owner's affair, and a block is never handed over in parts.
/// Not thread safe.
/// </summary>
public sealed class PcapngWriter
{
    private const int PacketHeaderLength = 28;

    private readonly IBufferWriter<byte> output;
    private readonly PcapngBlockBuilder block = new();

    /// <summary>Writes to <paramref name="output"/>.</summary>
    public PcapngWriter(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        this.output = output;
    }

    /// <summary>Interfaces described so far; packets name them by number, 0 first.</summary>
    public int InterfaceCount { get; private set; }

    /// <summary>
    /// Begins the section: what hardware and system the capture was made on, by which program, and what a person has to say about it.
    /// Texts are cut at 65,535 bytes of UTF-8.
    /// </summary>
    public void WriteSection(string? hardware = null, string? operatingSystem = null, string application = "WebCap", string? comment = null)
    {
        block.Begin(PcapngFormat.SectionHeaderBlock);
        block.Write32(PcapngFormat.ByteOrderMagic);
        block.Write16(1);
        block.Write16(0);
        block.Write64(ulong.MaxValue); // Length of the section: not known, it is being written.
        block.WriteText(PcapngFormat.Comment, comment);
        block.WriteText(PcapngFormat.SectionHardware, hardware);
        block.WriteText(PcapngFormat.SectionOperatingSystem, operatingSystem);
        block.WriteText(PcapngFormat.SectionApplication, application);
        block.End(output);
    }

    /// <summary>Describes an interface and returns its number. It may come after packets of other interfaces.</summary>
    public int AddInterface(CaptureInterface description)
    {
        ArgumentNullException.ThrowIfNull(description);
        block.Begin(PcapngFormat.InterfaceDescriptionBlock);
        block.Write16((ushort)description.LinkType);
        block.Write16(0);
        block.Write32(description.SnapLength);
        block.WriteText(PcapngFormat.InterfaceName, description.Name);
        block.WriteText(PcapngFormat.InterfaceDescription, description.Description);
        block.WriteText(PcapngFormat.InterfaceFilter, description.Filter, prefix: PcapngFormat.FilterIsExpression);
        block.WriteText(PcapngFormat.InterfaceOperatingSystem, description.OperatingSystem);
        block.WriteOption(PcapngFormat.InterfaceTimeResolution, [9]);
        block.End(output);
        return InterfaceCount++;
    }

    /// <summary>
    /// Writes one packet. Times outside 1970 to 2554, which the file cannot hold, become the nearest that it can;
    /// a wire length under the number of bytes becomes that number. A comment (opt_comment; Wireshark's frame.comment) is what somebody has to say
    /// about the packet, cut at 65,535 bytes of UTF-8; empty or null for none.
    /// </summary>
    public void Write(
        int interfaceId,
        ReadOnlySpan<byte> bytes,
        uint wireLength,
        long seconds,
        uint nanoseconds,
        FrameDirection direction = FrameDirection.None,
        ulong droppedBefore = 0,
        string? comment = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)interfaceId, (uint)InterfaceCount, nameof(interfaceId));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, CaptureFileReader.MaxCapturedBytes, nameof(bytes));
        var padded = PcapngFormat.Pad(bytes.Length);
        var hasDirection = direction is FrameDirection.In or FrameDirection.Out;
        var text = PcapngText.Encode(comment, PcapngText.MaxBytes);
        var textLength = text.Length > 0 ? 4 + PcapngFormat.Pad(text.Length) : 0;
        var optionsLength = textLength + (hasDirection ? 8 : 0) + (droppedBefore > 0 ? 12 : 0);
        if (optionsLength > 0) optionsLength += 4; // The end mark.
        var total = PacketHeaderLength + padded + optionsLength + 4;

        var span = output.GetSpan(total)[..total];
        var ticks = Nanoseconds(seconds, nanoseconds);
        var header = new PacketBlockHeader
        {
            Type = PcapngFormat.EnhancedPacketBlock,
            TotalLength = (uint)total,
            InterfaceId = (uint)interfaceId,
            TimeHigh = (uint)(ticks >> 32),
            TimeLow = (uint)ticks,
            CapturedLength = (uint)bytes.Length,
            WireLength = Math.Max(wireLength, (uint)bytes.Length),
        };
        header.WriteTo(span);
        // The padding first, as a whole word; the bytes then cover what of it is theirs.
        if (padded > 0) BinaryPrimitives.WriteUInt32LittleEndian(span[(PacketHeaderLength + padded - 4)..], 0);
        bytes.CopyTo(span[PacketHeaderLength..]);

        var options = span[(PacketHeaderLength + padded)..];
        if (textLength > 0)
        {
            options[..textLength].Clear();
            BinaryPrimitives.WriteUInt16LittleEndian(options, PcapngFormat.Comment);
            BinaryPrimitives.WriteUInt16LittleEndian(options[2..], (ushort)text.Length);
            text.CopyTo(options[4..]);
            options = options[textLength..];
        }

        if (hasDirection)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(options, PcapngFormat.PacketFlags | (4u << 16));
            BinaryPrimitives.WriteUInt32LittleEndian(options[4..], (uint)direction);
            options = options[8..];
        }

        if (droppedBefore > 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(options, PcapngFormat.PacketDropCount | (8u << 16));
            BinaryPrimitives.WriteUInt64LittleEndian(options[4..], droppedBefore);
            options = options[12..];
        }

        if (optionsLength > 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(options, PcapngFormat.EndOfOptions);
            options = options[4..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(options, (uint)total);
        output.Advance(total);
    }

    /// <summary>Writes one record of a device whose fractions are in <paramref name="format"/>, with its direction, the drops before it and a comment.</summary>
    public void Write(int interfaceId, in RecordHeader header, ReadOnlySpan<byte> frame, TimestampFormat format, string? comment = null) =>
        Write(interfaceId, frame, header.WireLength, header.Seconds, header.NanosecondsAs(format), header.Direction, header.DroppedBefore, comment);

    /// <summary>Writes every record of a hold buffer and returns how many there were.</summary>
    /// <exception cref="CaptureFormatException">Bytes of the batch are no record; the records before them were written.</exception>
    public int WriteBatch(int interfaceId, ReadOnlySpan<byte> batch, TimestampFormat format)
    {
        var count = 0;
        var records = new RecordReader(batch);
        for (; records.TryRead(out var header, out var frame); count++) Write(interfaceId, header, frame, format);
        return records.IsMalformed ? throw DamagedBatch.At(records.Position) : count;
    }

    /// <summary>Writes the loss ledger of an interface, taken at <paramref name="takenAt"/>. Counters that are null are left out.</summary>
    public void WriteStatistics(int interfaceId, CaptureStatistics statistics, DateTimeOffset takenAt)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)interfaceId, (uint)InterfaceCount, nameof(interfaceId));
        ArgumentNullException.ThrowIfNull(statistics);
        block.Begin(PcapngFormat.InterfaceStatisticsBlock);
        block.Write32((uint)interfaceId);
        block.WriteTime(Nanoseconds(takenAt));
        if (statistics.StartTime is { } start) block.WriteTime(PcapngFormat.StatisticsStartTime, Nanoseconds(start));
        if (statistics.EndTime is { } end) block.WriteTime(PcapngFormat.StatisticsEndTime, Nanoseconds(end));
        block.WriteCounter(PcapngFormat.StatisticsReceived, statistics.Received);
        block.WriteCounter(PcapngFormat.StatisticsDropped, statistics.DroppedByInterface);
        block.WriteCounter(PcapngFormat.StatisticsAccepted, statistics.Accepted);
        block.WriteCounter(PcapngFormat.StatisticsDroppedBySystem, statistics.DroppedBySystem);
        block.WriteCounter(PcapngFormat.StatisticsDelivered, statistics.Delivered);
        block.End(output);
    }

    private static ulong Nanoseconds(long seconds, uint nanoseconds)
    {
        // 2^64 nanoseconds are 584 years.
        const long LastWholeSecond = (long)(ulong.MaxValue / 1_000_000_000) - 1;
        return seconds switch
        {
            < 0 => 0,
            > LastWholeSecond => ulong.MaxValue,
            _ => (ulong)seconds * 1_000_000_000 + Math.Min(nanoseconds, 999_999_999),
        };
    }

    private static ulong Nanoseconds(DateTimeOffset time)
    {
        var sinceEpoch = time - DateTimeOffset.UnixEpoch;
        return Nanoseconds((long)Math.Floor(sinceEpoch.TotalSeconds), (uint)(sinceEpoch.Ticks % TimeSpan.TicksPerSecond * 100));
    }
}
