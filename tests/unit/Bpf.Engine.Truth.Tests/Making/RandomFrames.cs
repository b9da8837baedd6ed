using Bpf.Engine.Filter;
using static Bpf.Engine.Filter.Opcode;

namespace Bpf.Engine.Truth.Tests.Making;

/// <summary>The frame that belongs to a program and a number: its length lies around where the program's loads end.</summary>
internal static class RandomFrames
{
    /// <summary>Bytes of the longest frame.</summary>
    public const int LongestFrame = 1600;

    private const int UsualLength = 80;

    /// <summary>Makes frame <paramref name="frame"/> of program <paramref name="number"/> into <paramref name="room"/>.</summary>
    /// <returns>The part of the room that is the frame, and its wire length.</returns>
    public static ReadOnlySpan<byte> Make(
        SeededRandom random, ulong seed, long number, int frame, ReadOnlySpan<Instruction> program, Span<byte> room, out uint wireLength)
    {
        random.Restart(seed, number, frame);
        var bytes = room[..Length(random, program)];
        if (random.OnceIn(3)) Traffic.Ethernet(random, bytes);
        else Fill(random, bytes);
        wireLength = random.Next(10) switch
        {
            0 => 0,
            1 => uint.MaxValue,
            2 => (uint)random.NextInt64(1L << 32),
            3 or 4 or 5 => (uint)(bytes.Length + random.Next(2000)),
            _ => (uint)bytes.Length,
        };
        return bytes;
    }

    private static int Length(SeededRandom random, ReadOnlySpan<Instruction> program)
    {
        switch (random.Next(8))
        {
            case 0:
                return random.OnceIn(2) ? 0 : random.Next(4);
            case 1:
                return random.Next(random.OnceIn(4) ? LongestFrame + 1 : UsualLength);
            case 2 or 3 or 4:
                for (var tries = 0; tries < 8; tries++)
                {
                    var instruction = program[random.Next(program.Length)];
                    var size = instruction.Code switch
                    {
                        LoadWord or LoadWordIndexed => 4,
                        LoadHalf or LoadHalfIndexed => 2,
                        LoadByte or LoadByteIndexed or LoadXHeaderLength => 1,
                        _ => 0,
                    };
                    if (size == 0 || instruction.K > LongestFrame / 2) continue;
                    // One byte short, exact, one to spare.
                    return Math.Max(0, (int)instruction.K + size + random.Next(-1, 2) + (random.OnceIn(3) ? random.Next(16) : 0));
                }

                return UsualLength;
            default:
                return random.Next(20, UsualLength);
        }
    }

    /// <summary>Half of the bytes are at the edges of a byte.</summary>
    private static void Fill(SeededRandom random, Span<byte> bytes)
    {
        ReadOnlySpan<byte> edges = [0, 0, 1, 4, 0x7f, 0x80, 0xfe, 0xff];
        random.NextBytes(bytes);
        foreach (ref var octet in bytes)
        {
            if (octet < 0x80) octet = edges[octet & 7];
        }
    }
}
