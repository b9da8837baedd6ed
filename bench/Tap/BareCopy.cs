using System.Runtime.InteropServices;
using Bpf.Wire;

namespace TapBench;

/// <summary>
/// The least that can be done for the same records: a header of four words and the bytes behind it, into two buffers in turn; no filter, no
/// check, no count, no lock. Several copies stand for several devices.
/// </summary>
internal sealed unsafe class BareCopy : IRun, IDisposable
{
    private readonly FrameSet frames;
    private byte*[] stores;
    private byte*[] holds;

    public BareCopy(FrameSet frames, int copies)
    {
        this.frames = frames;
        stores = new byte*[copies];
        holds = new byte*[copies];
        for (var i = 0; i < copies; i++)
        {
            stores[i] = Allocate();
            holds[i] = Allocate();
        }
    }

    /// <summary>The records of the chunk that was copied last, of the last copy.</summary>
    public ReadOnlySpan<byte> LastChunk => new(holds[^1], frames.BufferBytes);

    public void Pass()
    {
        for (var start = 0; start < frames.Count; start += frames.ChunkFrames) Chunk(start);
    }

    public void Chunk(int start)
    {
        if (stores.Length == 1) One(start);
        else Many(start);
        var filled = stores;
        stores = holds;
        holds = filled;
    }

    public void Dispose()
    {
        for (var i = 0; i < stores.Length; i++)
        {
            NativeMemory.AlignedFree(stores[i]);
            NativeMemory.AlignedFree(holds[i]);
        }
    }

    private void One(int start)
    {
        var record = stores[0];
        var end = start + frames.ChunkFrames;
        for (var i = start; i < end; i++) record = Write(record, frames.Bytes(i), frames.Nanoseconds(i));
    }

    private void Many(int start)
    {
        for (var i = 0; i < frames.ChunkFrames; i++)
        {
            var bytes = frames.Bytes(start + i);
            var nanoseconds = frames.Nanoseconds(start + i);
            foreach (var store in stores) Write(store + (i * frames.RecordBytes), bytes, nanoseconds);
        }
    }

    // The header's words as docs/record-layout.md draws them.
    private static byte* Write(byte* record, ReadOnlySpan<byte> bytes, uint nanoseconds)
    {
        var size = (int)RecordHeader.SizeOf(bytes.Length);
        var words = (ulong*)record;
        words[(size / sizeof(ulong)) - 1] = 0;
        words[0] = (ulong)FrameSet.Seconds;
        words[1] = nanoseconds / 1000;
        words[2] = (uint)bytes.Length | (ulong)(uint)bytes.Length << 32;
        words[3] = RecordHeader.Length | (ulong)BenchInterface.SystemIndex << 16 | (ulong)FrameDirection.In << (48 + RecordHeader.DirectionShift);
        bytes.CopyTo(new Span<byte>(record + RecordHeader.Length, bytes.Length));
        return record + size;
    }

    private byte* Allocate()
    {
        var memory = (byte*)NativeMemory.AlignedAlloc((nuint)frames.BufferBytes, 64);
        NativeMemory.Clear(memory, (nuint)frames.BufferBytes);
        return memory;
    }
}
