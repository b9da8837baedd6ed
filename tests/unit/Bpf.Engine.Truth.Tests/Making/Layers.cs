namespace Bpf.Engine.Truth.Tests.Making;

/// <summary>What stands behind a link-layer header: tags, network and transport layers.</summary>
internal static class Layers
{
    public static readonly byte[][] HardwareAddresses =
    [
        [0x00, 0x11, 0x22, 0x33, 0x44, 0x55], [0x00, 0x01, 0x02, 0x03, 0x04, 0x05], [0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff],
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x01, 0x00, 0x5e, 0x00, 0x00, 0x05], [0x33, 0x33, 0x00, 0x00, 0x00, 0x01],
        [0x01, 0x80, 0xc2, 0x00, 0x00, 0x00],
    ];

    private static readonly byte[][] FourAddresses =
    [
        [192, 0, 2, 1], [192, 0, 2, 2], [192, 0, 2, 3], [10, 0, 0, 1], [10, 1, 0, 0], [10, 1, 2, 3], [192, 168, 1, 1], [192, 168, 0, 9],
        [172, 16, 5, 4], [127, 0, 0, 1], [192, 9, 200, 1], [224, 0, 0, 5], [239, 1, 2, 3], [255, 255, 255, 255], [0, 0, 0, 0],
    ];

    private static readonly byte[][] SixAddresses =
    [
        Convert.FromHexString("20010DB8000000000000000000000001"), Convert.FromHexString("20010DB8000000000000000000000002"),
        Convert.FromHexString("FE800000000000000000000000000001"), Convert.FromHexString("00000000000000000000000000000001"),
        Convert.FromHexString("00000000000000000000FFFFC0000201"), Convert.FromHexString("FF020000000000000000000000000001"),
        Convert.FromHexString("00010002000300040005000600070000"),
    ];

    private static readonly int[] Types =
    [
        0x0800, 0x0800, 0x0800, 0x0800, 0x0800, 0x0800, 0x86dd, 0x86dd, 0x86dd, 0x0806, 0x8035, 0x8100, 0x88a8, 0x8847, 0x8848, 0x8863, 0x8864,
        0x88cc, 0x809b, 0x80f3, 0x6003, 0x6004, 0x6007, 0x6002, 0x6001, 0x8137, 0x0030, 0x0010, 0x05dc, 0x9100, 0x88f7,
    ];

    private static readonly int[] Protocols = [6, 6, 6, 6, 6, 6, 6, 17, 17, 17, 17, 17, 1, 1, 1, 58, 58, 58, 2, 132, 132, 47, 50, 51, 89, 103, 112, 9, 4, 41, 0, 255];
    private static readonly int[] Ports = [20, 22, 22, 23, 25, 53, 53, 67, 68, 80, 80, 123, 443, 443, 1024, 5432, 6000, 6063, 8080, 33434, 36412, 6081, 6081, 6081, 0, 65535];
    private static readonly int[] Flags = [0x02, 0x12, 0x10, 0x18, 0x11, 0x04, 0x14, 0x01, 0x29, 0x00, 0xc2, 0x20];

    /// <summary>A type for what comes next; below 0x600 it is a length, and LLC follows.</summary>
    public static int EtherType(SeededRandom random) => random.Of<int>(Types);

    /// <summary>Writes <paramref name="type"/>, if the header before does not hold it, and what it announces.</summary>
    public static void Write(ref FrameWriter writer, SeededRandom random, int type, bool withType)
    {
        if (withType) writer.Half(type);
        for (var depth = 0; type is 0x8100 or 0x88a8 or 0x9100 && depth < 3; depth++)
        {
            writer.Half(random.Of(0, 1, 100, 200, 4095, 0x2064));
            type = EtherType(random);
            writer.Half(type);
        }

        switch (type)
        {
            case 0x0800:
                Four(ref writer, random, depth: 0);
                break;
            case 0x86dd:
                Six(ref writer, random, depth: 0);
                break;
            case 0x0806 or 0x8035:
                Arp(ref writer, random);
                break;
            case 0x8847 or 0x8848:
                for (var bottom = false; !bottom && writer.Length < 60;)
                {
                    bottom = random.OnceIn(2);
                    writer.Word((uint)(random.Of(0, 16, 1024, 100_000) << 12 | (bottom ? 0x140 : 0x40)));
                }

                Either(ref writer, random, 0);
                break;
            case 0x8863 or 0x8864:
                writer.Half(0x1100);
                writer.Half(random.Of(0x27, 1, 0xffff));
                writer.Half(60);
                var six = random.OnceIn(3);
                writer.Half(six ? 0x57 : 0x21);
                if (six) Six(ref writer, random, 0);
                else Four(ref writer, random, 0);
                break;
            case < 0x600:
                LogicalLink(ref writer, random);
                break;
        }
    }

    private static void Either(ref FrameWriter writer, SeededRandom random, int depth)
    {
        if (random.OnceIn(3)) Six(ref writer, random, depth);
        else Four(ref writer, random, depth);
    }

    private static void Arp(ref FrameWriter writer, SeededRandom random)
    {
        writer.Half(1);
        writer.Half(0x0800);
        writer.Byte(6);
        writer.Byte(4);
        writer.Half(random.Next(1, 5));
        writer.Bytes(random.Of<byte[]>(HardwareAddresses));
        writer.Bytes(random.Of<byte[]>(FourAddresses));
        writer.Bytes(random.Of<byte[]>(HardwareAddresses));
        writer.Bytes(random.Of<byte[]>(FourAddresses));
    }

    /// <summary>802.2: spanning tree, SNAP, NetBEUI, IPX, OSI, or any.</summary>
    private static void LogicalLink(ref FrameWriter writer, SeededRandom random)
    {
        var access = random.Of(0x42, 0xaa, 0xf0, 0xe0, 0xfe, 0xff, 0x06);
        writer.Byte(access);
        writer.Byte(access);
        writer.Byte(random.Of(0x03, 0x01, 0x00, 0x05, 0x09, 0x7f, 0x63, 0xaf));
        if (access == 0xaa)
        {
            writer.Bytes(random.OnceIn(2) ? [0, 0, 0] : [0x08, 0x00, 0x07]);
            var type = random.Of(0x0800, 0x809b, 0x80f3, 0x86dd);
            writer.Half(type);
            if (type == 0x0800) Four(ref writer, random, 0);
        }
        else
        {
            writer.Byte(random.Of(0x81, 0x82, 0x83));
            writer.Bytes([0, 0, 0]);
            writer.Byte(random.Of(15, 16, 17, 18, 20, 24, 25, 26, 27));
        }
    }

    private static void Four(ref FrameWriter writer, SeededRandom random, int depth)
    {
        var words = random.OnceIn(4) ? random.Next(6, 9) : 5;
        var protocol = random.Of<int>(Protocols);
        writer.Byte(0x40 | words);
        writer.Byte(random.Of(0, 0, 0xb8, 0x10));
        writer.Half(random.Of(40, 60, 576, 1500, words * 4 + 20));
        writer.Half(random.Next(0x10000));
        writer.Half(random.OnceIn(6) ? random.Of(0x2000, 0x2001, 0x0064) : 0x4000);
        writer.Byte(random.Of(1, 4, 64, 255));
        writer.Byte(protocol);
        writer.Half(random.Next(0x10000));
        writer.Bytes(random.Of<byte[]>(FourAddresses));
        writer.Bytes(random.Of<byte[]>(FourAddresses));
        for (var option = 5; option < words; option++) writer.Word(0x0101_0101);
        Above(ref writer, random, protocol, depth);
    }

    private static void Six(ref FrameWriter writer, SeededRandom random, int depth)
    {
        var protocol = random.Of<int>(Protocols);
        var extension = random.OnceIn(6) ? random.Of(0, 43, 44, 60, 51) : -1;
        writer.Word(0x6000_0000 | (uint)random.Next(16) << 24);
        writer.Half(random.Of(20, 40, 600));
        writer.Byte(extension >= 0 ? extension : protocol);
        writer.Byte(random.Of(1, 64, 255));
        writer.Bytes(random.Of<byte[]>(SixAddresses));
        writer.Bytes(random.Of<byte[]>(SixAddresses));
        if (extension >= 0)
        {
            writer.Byte(protocol);
            writer.Byte(0);
            writer.Half(random.Of(0, 1, 8));
            writer.Word(0);
        }

        Above(ref writer, random, protocol, depth);
    }

    private static void Above(ref FrameWriter writer, SeededRandom random, int protocol, int depth)
    {
        switch (protocol)
        {
            case 6:
                PortPair(ref writer, random);
                writer.Word((uint)random.Next());
                writer.Word((uint)random.Next());
                writer.Byte(random.Of(0x50, 0x50, 0x60, 0x80));
                writer.Byte(random.Of<int>(Flags));
                writer.Half(random.Of(0, 1024, 65535));
                writer.Word(0);
                if (random.OnceIn(3)) writer.Bytes("GET / HTTP/1.1"u8);
                break;
            case 17:
                var tunnel = PortPair(ref writer, random);
                writer.Half(random.Of(8, 40, 200));
                writer.Half(0);
                if (tunnel == 6081)
                {
                    writer.Half(0);
                    writer.Half(random.Of(0x0800, 0x86dd, 0x6558));
                    writer.Word((uint)random.Of(0, 0xb, 100) << 8);
                    if (depth == 0) Either(ref writer, random, 1);
                }

                break;
            case 132:
                PortPair(ref writer, random);
                break;
            case 1:
                writer.Byte(random.Of(0, 3, 5, 8, 11, 13));
                writer.Byte(random.Next(4));
                break;
            case 58:
                writer.Byte(random.Of(1, 2, 3, 128, 129, 133, 134, 135, 136));
                writer.Byte(0);
                break;
            case 4 when depth == 0:
                Four(ref writer, random, 1);
                break;
            case 41 when depth == 0:
                Six(ref writer, random, 1);
                break;
        }
    }

    private static int PortPair(ref FrameWriter writer, SeededRandom random)
    {
        var destination = random.Of<int>(Ports);
        writer.Half(random.OnceIn(4) ? destination : random.Of<int>(Ports));
        writer.Half(destination);
        return destination;
    }
}
