using System.Buffers.Binary;

namespace Bpf.Engine.Truth.Tests.Making;

/// <summary>
/// SplitMix64 behind the framework's face. The same numbers on every runtime, and cheap to start anew: each program and each frame has a
/// stream of its own, so that any one of millions can be made again alone.
/// </summary>
internal sealed class SeededRandom : Random
{
    private ulong state;

    /// <summary>Starts the stream that belongs to these three numbers.</summary>
    public void Restart(ulong seed, long program, long frame = -1)
    {
        state = seed;
        state = NextBits() ^ (ulong)program;
        state = NextBits() ^ (ulong)frame;
    }

    public override int Next() => (int)(NextBits() >> 33);

    public override int Next(int maxValue) => (int)((NextBits() >> 32) * (ulong)maxValue >> 32);

    public override int Next(int minValue, int maxValue) => minValue + Next(maxValue - minValue);

    public override long NextInt64(long maxValue) => (long)(NextBits() % (ulong)maxValue);

    public override void NextBytes(Span<byte> buffer)
    {
        for (; buffer.Length >= 8; buffer = buffer[8..]) BinaryPrimitives.WriteUInt64LittleEndian(buffer, NextBits());
        for (var index = 0; index < buffer.Length; index++) buffer[index] = (byte)NextBits();
    }

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    /// <summary>True once in <paramref name="rounds"/> times.</summary>
    public bool OnceIn(int rounds) => Next(rounds) == 0;

    /// <summary>One of <paramref name="choices"/>.</summary>
    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Next(choices.Length)];

    private ulong NextBits()
    {
        var bits = state += 0x9e37_79b9_7f4a_7c15;
        bits = (bits ^ bits >> 30) * 0xbf58_476d_1ce4_e5b9;
        bits = (bits ^ bits >> 27) * 0x94d0_49bb_1331_11eb;
        return bits ^ bits >> 31;
    }
}
