using System.Buffers.Binary;
using Bpf.Engine.Tap;

namespace Bpf.Engine.Filter;

/// <summary>
/// Reads numbers out of a frame in segments, whatever pieces their bytes lie in [VM-3]. Remembers the piece of the last read, because programs
/// look at neighbouring bytes and mostly forwards.
/// </summary>
internal ref struct SegmentReader
{
    private readonly FrameSegments frame;
    private readonly ulong length;
    private FrameSegments.Enumerator pieces;
    private ReadOnlySpan<byte> piece;
    private ulong pieceStart;

    public SegmentReader(scoped in FrameSegments frame)
    {
        this.frame = frame;
        length = (ulong)frame.Length;
        pieces = frame.GetEnumerator();
    }

    /// <summary>The 4 bytes at <paramref name="offset"/>, big endian; false when they are not all there.</summary>
    public bool TryWord(ulong offset, ref uint value)
    {
        if (!IsInPiece(offset, sizeof(uint))) return TryBytes(offset, sizeof(uint), ref value);
        value = BinaryPrimitives.ReadUInt32BigEndian(piece[(int)(offset - pieceStart)..]);
        return true;
    }

    /// <summary>The same for 2 bytes.</summary>
    public bool TryHalf(ulong offset, ref uint value)
    {
        if (!IsInPiece(offset, sizeof(ushort))) return TryBytes(offset, sizeof(ushort), ref value);
        value = BinaryPrimitives.ReadUInt16BigEndian(piece[(int)(offset - pieceStart)..]);
        return true;
    }

    /// <summary>The same for one byte.</summary>
    public bool TryByte(ulong offset, ref uint value) => TryBytes(offset, 1, ref value);

    private readonly bool IsInPiece(ulong offset, uint size) => offset >= pieceStart && offset + size <= pieceStart + (uint)piece.Length;

    // Byte by byte, each looked for anew: a number of four bytes may lie in four pieces.
    private bool TryBytes(ulong offset, uint size, ref uint value)
    {
        if (offset + size > length) return false;
        var gathered = 0u;
        for (var at = offset; at < offset + size; at++)
        {
            if (!SeekTo(at)) return false;
            gathered = gathered << 8 | piece[(int)(at - pieceStart)];
        }

        value = gathered;
        return true;
    }

    // False only when the pieces hold fewer bytes than their sequence says, which is their maker's mistake and must not be ours.
    private bool SeekTo(ulong offset)
    {
        if (offset < pieceStart)
        {
            pieces = frame.GetEnumerator();
            piece = [];
            pieceStart = 0;
        }

        while (offset - pieceStart >= (uint)piece.Length)
        {
            pieceStart += (uint)piece.Length;
            piece = [];
            if (!pieces.MoveNext()) return false;
            piece = pieces.Current;
        }

        return true;
    }
}
