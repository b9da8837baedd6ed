using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FilterBench;

/// <summary>
/// Mixed frames of 64 to 1514 bytes, one behind the other in memory: mostly TCP and UDP over IPv4 between a few hosts and on a few well-known
/// ports, some IPv6, ICMP, ARP and fragments, so that every program accepts a part and every path of it is taken.
/// The order is random and the same in every run.
/// </summary>
internal sealed unsafe class Traffic : IDisposable
{
    private const int Shortest = 64;
    private const int Longest = 1514;

    private static readonly ushort[] Ports = [80, 443, 53, 22, 8080, 25, 123, 3306];

    private readonly byte* memory;
    private readonly NativeFrame* frames;

    public Traffic(int count, int seed)
    {
        var random = new Random(seed);
        Count = count;
        frames = (NativeFrame*)NativeMemory.AlignedAlloc((nuint)count * (nuint)sizeof(NativeFrame), 64);
        memory = (byte*)NativeMemory.AlignedAlloc((nuint)count * 1536, 64);
        var at = memory;
        for (var index = 0; index < count; index++)
        {
            // Half of the frames of real traffic are as short as can be, a third as long.
            var length = random.Next(6) switch { < 2 => random.Next(Shortest, 128), < 4 => random.Next(Shortest, Longest + 1), _ => Longest };
            Fill(new Span<byte>(at, length), random);
            frames[index] = new NativeFrame(at, (uint)length, (uint)length);
            at += (length + 15) & ~15;
        }
    }

    public int Count { get; }

    public NativeFrame* Frames => frames;

    public ReadOnlySpan<byte> this[int index] => new(frames[index].Bytes, (int)frames[index].Length);

    public void Dispose()
    {
        NativeMemory.AlignedFree(memory);
        NativeMemory.AlignedFree(frames);
    }

    private static void Fill(Span<byte> frame, Random random)
    {
        // Of the payload only what programs could mistake for headers.
        random.NextBytes(frame[..Math.Min(frame.Length, 128)]);
        switch (random.Next(100))
        {
            case < 5:
                BinaryPrimitives.WriteUInt16BigEndian(frame[12..], 0x0806);
                break;
            case < 15:
                BinaryPrimitives.WriteUInt16BigEndian(frame[12..], 0x86dd);
                frame[14] = 0x60;
                frame[20] = (byte)(random.Next(3) == 0 ? 17 : 6);
                Transport(frame[54..], random);
                break;
            default:
                BinaryPrimitives.WriteUInt16BigEndian(frame[12..], 0x0800);
                Network(frame[14..], random);
                break;
        }
    }

    private static void Network(Span<byte> packet, Random random)
    {
        packet[0] = (byte)(random.Next(20) == 0 ? 0x46 : 0x45);
        BinaryPrimitives.WriteUInt16BigEndian(packet[6..], (ushort)(random.Next(50) == 0 ? 100 : 0x4000));
        packet[9] = random.Next(20) switch { < 13 => 6, < 19 => 17, _ => 1 };
        Address(packet[12..], random);
        Address(packet[16..], random);
        Transport(packet[((packet[0] & 0xf) * 4)..], random);
    }

    private static void Address(Span<byte> address, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                BinaryPrimitives.WriteUInt32BigEndian(address, 0x0a000000 + (uint)random.Next(1, 5));
                break;
            case 1:
                BinaryPrimitives.WriteUInt32BigEndian(address, 0xc0a80000 + (uint)random.Next(1, 1000));
                break;
        }
    }

    private static void Transport(Span<byte> segment, Random random)
    {
        var server = Ports[random.Next(Ports.Length)];
        var client = (ushort)random.Next(32768, 61000);
        var isAnswer = random.Next(2) == 0;
        BinaryPrimitives.WriteUInt16BigEndian(segment, isAnswer ? server : client);
        BinaryPrimitives.WriteUInt16BigEndian(segment[2..], isAnswer ? client : server);
        if (segment.Length > 13) segment[13] = (byte)(random.Next(10) switch { 0 => 0x02, 1 => 0x11, _ => 0x10 });
    }
}
