using System.Buffers.Binary;
using Bpf.Wire;

namespace Bpf.Engine.Truth.Tests.Making;

/// <summary>
/// Frames that look like traffic, of every link type: the addresses, ports and types that the expressions ask for come often, so that each
/// of them accepts some frames and rejects others.
/// </summary>
internal static class Traffic
{
    private const int Room = 320;

    /// <summary>Frames of one link type; the same for the same seed.</summary>
    public static byte[][] Frames(ulong seed, LinkType linkType, int count)
    {
        var random = new SeededRandom();
        var frames = new byte[count][];
        for (var index = 0; index < count; index++)
        {
            random.Restart(seed, (long)linkType, index);
            frames[index] = Frame(random, linkType);
        }

        return frames;
    }

    /// <summary>An Ethernet frame, as much of it as fits.</summary>
    public static void Ethernet(SeededRandom random, Span<byte> frame)
    {
        var whole = Frame(random, LinkType.Ethernet).AsSpan();
        if (whole.Length > frame.Length) whole = whole[..frame.Length];
        whole.CopyTo(frame);
        random.NextBytes(frame[whole.Length..]);
    }

    private static byte[] Frame(SeededRandom random, LinkType linkType)
    {
        var writer = new FrameWriter(new byte[Room]);
        var type = Layers.EtherType(random);
        switch (linkType)
        {
            case LinkType.Ethernet:
                Addresses(ref writer, random);
                break;
            case LinkType.LinuxSll:
                writer.Half(random.Next(5));
                writer.Half(1);
                writer.Half(6);
                writer.Bytes(random.Of(Layers.HardwareAddresses));
                writer.Half(0);
                break;
            case LinkType.LinuxSll2:
                writer.Half(type);
                writer.Half(0);
                writer.Word((uint)random.Next(4));
                writer.Half(1);
                writer.Byte(random.Next(5));
                writer.Byte(6);
                writer.Bytes(random.Of(Layers.HardwareAddresses));
                writer.Half(0);
                Layers.Write(ref writer, random, type, withType: false);
                return Finish(writer, random);
            case LinkType.Null or LinkType.Loop:
                // AF_INET6 is 10 on Linux and 24, 28 or 30 on the BSDs and on macOS.
                var family = type switch { 0x0800 => 2, 0x86dd => random.Of(10, 24, 28, 30), _ => random.Next(40) };
                writer.Word(linkType == LinkType.Loop ? (uint)family : BinaryPrimitives.ReverseEndianness((uint)family));
                Layers.Write(ref writer, random, type, withType: false);
                return Finish(writer, random);
            default:
                Layers.Write(ref writer, random, type is 0x0800 or 0x86dd ? type : random.Of(0x0800, 0x86dd), withType: false);
                return Finish(writer, random);
        }

        Layers.Write(ref writer, random, type, withType: true);
        return Finish(writer, random);
    }

    private static void Addresses(ref FrameWriter writer, SeededRandom random)
    {
        writer.Bytes(random.Of(Layers.HardwareAddresses));
        writer.Bytes(random.Of(Layers.HardwareAddresses));
    }

    /// <summary>A payload of any length, and now and then a frame that is cut anywhere.</summary>
    private static byte[] Finish(FrameWriter writer, SeededRandom random)
    {
        var length = Math.Min(Room, writer.Length + random.Next(80));
        random.NextBytes(writer.Whole[writer.Length..length]);
        return writer.Whole[..(random.OnceIn(5) ? random.Next(length + 1) : length)].ToArray();
    }
}
