using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Bpf.Wire;

namespace TapBench;

/// <summary>
/// TCP segments to port 80, all of one length and each with its own bytes and time, in native memory as in a ring. A chunk of them fills a
/// device's buffer exactly, so that every chunk ends with a rotation; it is no longer than the longest run that the ring's walk taps in one session.
/// </summary>
internal sealed unsafe class FrameSet : IDisposable
{
    private const int WantedCount = 4096;
    private const int LongestChunk = 512;
    private const int LargestBufferBytes = 262_144;
    private const int Alignment = 16;
    private const int Seed = 4711;

    private readonly byte* memory;
    private readonly int stride;
    private readonly uint[] nanoseconds;

    public FrameSet(int length)
    {
        Length = length;
        RecordBytes = (int)RecordHeader.SizeOf(length);
        ChunkFrames = Math.Min(LongestChunk, LargestBufferBytes / RecordBytes);
        Count = WantedCount / ChunkFrames * ChunkFrames;
        stride = (length + Alignment - 1) / Alignment * Alignment;
        memory = (byte*)NativeMemory.AlignedAlloc((nuint)(stride * Count), 64);
        var random = new Random(Seed);
        nanoseconds = new uint[Count];
        for (var i = 0; i < Count; i++)
        {
            nanoseconds[i] = (uint)random.Next(1_000_000_000);
            Fill(new Span<byte>(memory + (i * stride), length), random);
        }
    }

    public int Length { get; }

    public int Count { get; }

    public int ChunkFrames { get; }

    public int RecordBytes { get; }

    public int BufferBytes => ChunkFrames * RecordBytes;

    public static long Seconds => 1_700_000_000;

    public ReadOnlySpan<byte> Bytes(int index) => new(memory + (index * stride), Length);

    public uint Nanoseconds(int index) => nanoseconds[index];

    public void Dispose() => NativeMemory.AlignedFree(memory);

    // Ethernet, IPv4 with 20 bytes of header from 10.0.0.1 to 10.0.0.2, TCP from 40000 to 80; the rest is noise.
    private static void Fill(Span<byte> frame, Random random)
    {
        random.NextBytes(frame);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], 0x0800);
        frame[14] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(frame[16..], (ushort)(frame.Length - 14));
        frame[20..22].Clear();
        frame[22] = 64;
        frame[23] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(frame[26..], 0x0a00_0001);
        BinaryPrimitives.WriteUInt32BigEndian(frame[30..], 0x0a00_0002);
        BinaryPrimitives.WriteUInt16BigEndian(frame[34..], 40000);
        BinaryPrimitives.WriteUInt16BigEndian(frame[36..], 80);
        frame[46] = 0x50;
        frame[47] = 0x18;
    }
}
