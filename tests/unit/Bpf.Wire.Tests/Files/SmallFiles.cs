namespace Bpf.Wire.Tests.Files;

/// <summary>Small files with everything in them, to be cut and damaged at every byte.</summary>
internal static class SmallFiles
{
    public static readonly string[] Names = ["pcap", "pcap big endian", "nanosecond pcap", "pcapng", "pcapng big endian", "two sections", "written"];

    public static byte[] Get(string name) => name switch
    {
        "pcap" => Pcap(0xA1B2C3D4, isBigEndian: false),
        "pcap big endian" => Pcap(0xA1B2C3D4, isBigEndian: true),
        "nanosecond pcap" => Pcap(0xA1B23C4D, isBigEndian: false),
        "pcapng" => Pcapng(isBigEndian: false),
        "pcapng big endian" => Pcapng(isBigEndian: true),
        "two sections" => [.. Pcapng(isBigEndian: true), .. Pcapng(isBigEndian: false)],
        "written" => WriterTests.SampleFile(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "not a known file"),
    };

    /// <summary>Headers, packets or blocks: between two of them a file may end without anything being missing.</summary>
    public static int UnitsIn(string name) => name switch
    {
        "two sections" => 20,
        "written" => 8,
        _ => name.Contains("pcapng", StringComparison.Ordinal) ? 10 : 5,
    };

    private static byte[] Pcap(uint magic, bool isBigEndian) => new HandmadeFile(isBigEndian).PcapHeader(magic)
        .PcapPacket(1_700_000_000, 1, 3, 1, 2, 3)
        .PcapPacket(1_700_000_000, 999_999, 1514, [.. Enumerable.Range(0, 64).Select(i => (byte)i)])
        .PcapPacket(1_700_000_001, 0, 0)
        .PcapPacket(1_700_000_002, 5, 2, 0xFF, 0xFE)
        .ToArray();

    private static byte[] Pcapng(bool isBigEndian) => new HandmadeFile(isBigEndian).Section()
        .Interface(1, 96, o => o.Option(2, "eth0").Option(9, 9).EndOfOptions())
        .EnhancedPacket(0, 1_700_000_000_000_000_001, 60, [1, 2, 3, 4, 5], o => o.Option32(2, 1).Option64(4, 9).EndOfOptions())
        .Interface(101, 0, o => o.Option(2, "tun0").Option(9, 0x8A).Option64(14, 1_600_000_000).EndOfOptions())
        .EnhancedPacket(1, 1024, 4, [6, 7, 8, 9])
        .Block(3, b => b.U32(100).Raw([.. Enumerable.Range(0, 96).Select(i => (byte)i)]))
        .Block(0x0BAD, b => b.U64(1))
        .Block(2, b => b.U16(1).U16(4).U64(77).U32(1).U32(1).Raw(0xEE))
        .Block(5, b => b.U32(0).U64(1).Option64(4, 3).Option64(5, 1).EndOfOptions())
        .EnhancedPacket(0, 1_700_000_000_000_000_002, 0, [])
        .ToArray();
}
