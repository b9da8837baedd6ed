namespace Bpf.Wire.Files;

/// <summary>The numbers of the pcapng format (the pcapng draft of the opsawg) that the reader and the writer share.</summary>
internal static class PcapngFormat
{
    public const uint SectionHeaderBlock = 0x0A0D0D0A; // The same in both byte orders, so that a reader knows it before it knows the order.
    public const uint InterfaceDescriptionBlock = 1;
    public const uint ObsoletePacketBlock = 2;
    public const uint SimplePacketBlock = 3;
    public const uint InterfaceStatisticsBlock = 5;
    public const uint EnhancedPacketBlock = 6;

    public const uint ByteOrderMagic = 0x1A2B3C4D;

    /// <summary>Type and length in front, length again behind.</summary>
    public const int BlockOverhead = 12;

    public const ushort EndOfOptions = 0;

    /// <summary>A remark, in any block.</summary>
    public const ushort Comment = 1;

    public const ushort SectionHardware = 2;
    public const ushort SectionOperatingSystem = 3;
    public const ushort SectionApplication = 4;

    public const ushort InterfaceName = 2;
    public const ushort InterfaceDescription = 3;
    public const ushort InterfaceTimeResolution = 9;
    public const ushort InterfaceFilter = 11;
    public const ushort InterfaceOperatingSystem = 12;
    public const ushort InterfaceTimeOffset = 14;

    public const ushort PacketFlags = 2;
    public const ushort PacketDropCount = 4;

    public const ushort StatisticsStartTime = 2;
    public const ushort StatisticsEndTime = 3;
    public const ushort StatisticsReceived = 4;
    public const ushort StatisticsDropped = 5;
    public const ushort StatisticsAccepted = 6;
    public const ushort StatisticsDroppedBySystem = 7;
    public const ushort StatisticsDelivered = 8;

    /// <summary>A filter option whose text is an expression in libpcap's language.</summary>
    public const byte FilterIsExpression = 0;

    /// <summary>Rounds up to the next multiple of 4.</summary>
    public static int Pad(int length) => (length + 3) & ~3;
}
