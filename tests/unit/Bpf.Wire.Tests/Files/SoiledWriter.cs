using System.Buffers;

namespace Bpf.Wire.Tests.Files;

/// <summary>Hands out memory that is full of other bytes, as a pool's is.</summary>
internal sealed class SoiledWriter : IBufferWriter<byte>
{
    private readonly List<byte> written = [];
    private byte[] memory = [];

    public int Length => written.Count;

    public byte[] ToArray() => [.. written];

    public void Advance(int count) => written.AddRange(memory.AsSpan(0, count));

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        memory = new byte[Math.Max(sizeHint, 1)];
        Array.Fill(memory, (byte)0xa5);
        return memory;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
