using System.Buffers.Binary;

namespace Bpf.Engine.Tests.Filter;

/// <summary>Frames that look enough like traffic for filters to look into them: the values that <see cref="Expressions"/> ask for come often.</summary>
internal static class Frames
{
    private static readonly ushort[] EtherTypes = [0x0800, 0x0800, 0x0800, 0x86dd, 0x86dd, 0x0806, 0x8035, 0x8100, 0x8847, 0x8864, 0x88cc, 0x0020];
    private static readonly byte[] Protocols = [6, 6, 6, 17, 17, 1, 58, 132, 89, 47, 2];
    private static readonly ushort[] Ports = [22, 53, 67, 80, 443, 1024, 6000, 8080, 36412, 65535];
    private static readonly byte[][] Addresses = [[192, 0, 2, 1], [192, 0, 2, 2], [10, 0, 0, 1], [192, 168, 1, 1], [224, 0, 0, 5], [255, 255, 255, 255]];

    /// <summary>A frame; now and then cut short, so that loads run over its end.</summary>
    public static byte[] Like(Random random)
    {
        var frame = new byte[128];
        random.NextBytes(frame);
        if (random.Next(3) == 0) frame.AsSpan(0, 6).Fill(0xff);
        else if (random.Next(2) == 0) "\0\x11\"3DU"u8.CopyTo(frame.AsSpan(random.Next(2) * 6));
        var at = 12;
        var type = EtherType();
        while (type is 0x8100 or 0x8847 && at < 20)
        {
            at += 4;
            frame[at - 2] = 0;
            frame[at - 1] = (byte)(random.Next(2) * 100);
            type = EtherType();
        }

        at += 2;
        if (type == 0x86dd) SixAt(at);
        else FourAt(at);
        return random.Next(4) == 0 ? frame[..random.Next(frame.Length)] : frame;

        ushort EtherType()
        {
            var chosen = EtherTypes[random.Next(EtherTypes.Length)];
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(at), chosen);
            return chosen;
        }

        void FourAt(int offset)
        {
            frame[offset] = (byte)(0x45 + random.Next(2));
            if (random.Next(4) != 0) frame.AsSpan(offset + 6, 2).Clear();
            frame[offset + 9] = Protocols[random.Next(Protocols.Length)];
            Addresses[random.Next(Addresses.Length)].CopyTo(frame.AsSpan(offset + 12));
            Addresses[random.Next(Addresses.Length)].CopyTo(frame.AsSpan(offset + 16));
            Above(offset + (frame[offset] & 0xf) * 4);
        }

        void SixAt(int offset)
        {
            frame[offset] = 0x60;
            frame[offset + 6] = Protocols[random.Next(Protocols.Length)];
            if (random.Next(2) == 0) Convert.FromHexString("20010DB8000000000000000000000001").CopyTo(frame, offset + 8);
            if (random.Next(2) == 0) Convert.FromHexString("FE800000000000000000000000000001").CopyTo(frame, offset + 24);
            Above(offset + 40);
        }

        void Above(int offset)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(offset), Ports[random.Next(Ports.Length)]);
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(offset + 2), Ports[random.Next(Ports.Length)]);
            frame[offset + 12] = 0x50;
            frame[offset + 13] = (byte)(random.Next(2) == 0 ? 2 : random.Next(64));
        }
    }
}
