using System.Globalization;

namespace Bpf.Wire.Files;

/// <summary>The blocks that describe: sections, interfaces, statistics. Cold: a few of them stand in a file of millions of packets.</summary>
internal sealed partial class PcapngDecoder
{
    // Byte order mark u32 | major u16 | minor u16 | section length i64 | options. The section's length is advice; blocks are walked one by one.
    private DecodeResult DecodeSection(ReadOnlySpan<byte> body, long offset)
    {
        if (body.Length < MinSectionLength - PcapngFormat.BlockOverhead) return TooShort(offset, "section header");
        var (major, minor) = (Read16(body[4..]), Read16(body[6..]));
        if (major != 1) return Damaged(offset + 12, string.Create(CultureInfo.InvariantCulture, $"a section says it is pcapng version {major}.{minor}, and only version 1 is known"));
        sectionStart = declared.Count;
        return DecodeResult.Skip;
    }

    // Link type u16 | 0 u16 | snap length u32 | options
    private DecodeResult DecodeInterface(ReadOnlySpan<byte> body, long offset)
    {
        if (body.Length < 8) return TooShort(offset, "interface description");
        if (declared.Count == CaptureFileReader.MaxInterfaces)
            return Damaged(offset, string.Create(CultureInfo.InvariantCulture, $"it describes more than {CaptureFileReader.MaxInterfaces} interfaces"));

        var description = new CaptureInterface { LinkType = LinkTypeOf(Read16(body)), SnapLength = Read32(body[4..]) };
        byte resolution = 6;
        var offsetSeconds = 0L;
        var options = new PcapngOptions(body[8..], isBigEndian);
        while (options.TryRead(out var code, out var value))
        {
            switch (code)
            {
                case PcapngFormat.InterfaceName:
                    description = description with { Name = Text(value) };
                    break;
                case PcapngFormat.InterfaceDescription:
                    description = description with { Description = Text(value) };
                    break;
                case PcapngFormat.InterfaceFilter when value.Length > 1 && value[0] == PcapngFormat.FilterIsExpression:
                    description = description with { Filter = Text(value[1..]) };
                    break;
                case PcapngFormat.InterfaceOperatingSystem:
                    description = description with { OperatingSystem = Text(value) };
                    break;
                case PcapngFormat.InterfaceTimeResolution when value.Length == 1:
                    resolution = value[0];
                    break;
                case PcapngFormat.InterfaceTimeOffset when value.Length == 8:
                    offsetSeconds = (long)Read64(value);
                    break;
                case PcapngFormat.InterfaceTimeResolution or PcapngFormat.InterfaceTimeOffset:
                    return Damaged(offset, "an interface's time unit has a wrong length");
            }
        }

        // Packets whose time unit is not certain would be shown at a wrong time: refused, where an option of a packet would be passed over.
        if (options.IsMalformed) return Damaged(offset, "an option of an interface description runs past its block");
        if (!PcapngClock.TryCreate(resolution, offsetSeconds, out var clock))
            return Damaged(offset, string.Create(CultureInfo.InvariantCulture, $"an interface's time unit, {((resolution & 0x80) == 0 ? 10 : 2)}^-{resolution & 0x7F} seconds, is too fine"));

        declared.Add(new Declared { LinkType = description.LinkType, SnapLength = description.SnapLength, Clock = clock });
        Add(description);
        return DecodeResult.Skip;
    }

    // Interface u32 | time high u32 | time low u32 | options. Statistics that make no sense are passed over: they hide no packet.
    private DecodeResult DecodeStatistics(ReadOnlySpan<byte> body, long offset)
    {
        if (body.Length < 12) return TooShort(offset, "statistics");
        var interfaceId = Read32(body);
        if (interfaceId >= declared.Count - sectionStart) return DecodeResult.Skip;

        var source = declared[sectionStart + (int)interfaceId];
        var statistics = new CaptureStatistics();
        var options = new PcapngOptions(body[12..], isBigEndian);
        while (options.TryRead(out var code, out var value))
        {
            if (value.Length != 8) continue;
            statistics = code switch
            {
                PcapngFormat.StatisticsStartTime => statistics with { StartTime = Moment(source.Clock, value) },
                PcapngFormat.StatisticsEndTime => statistics with { EndTime = Moment(source.Clock, value) },
                PcapngFormat.StatisticsReceived => statistics with { Received = Read64(value) },
                PcapngFormat.StatisticsDropped => statistics with { DroppedByInterface = Read64(value) },
                PcapngFormat.StatisticsAccepted => statistics with { Accepted = Read64(value) },
                PcapngFormat.StatisticsDroppedBySystem => statistics with { DroppedBySystem = Read64(value) },
                PcapngFormat.StatisticsDelivered => statistics with { Delivered = Read64(value) },
                _ => statistics,
            };
        }

        source.Statistics = statistics;
        return DecodeResult.Skip;
    }

    private DateTimeOffset Moment(PcapngClock clock, ReadOnlySpan<byte> value)
    {
        clock.Convert((ulong)Read32(value) << 32 | Read32(value[4..]), out var seconds, out var nanoseconds);
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100);
    }
}
