using System.Runtime.CompilerServices;
using Bpf.Wire.Files;
using Microsoft.Win32.SafeHandles;

namespace WebCap.Recordings;

/// <summary>
/// Reads a recording's file from front to end in large pieces, in place and without allocating:
/// <code>
///   while (walk.Fill())                                   // brings more behind what was not consumed
///       for (…; walk.MeasureAt(position) is > 0; …) …     // whole packets and blocks
/// </code>
/// One thread.
/// </summary>
internal sealed class FileWalk(SafeFileHandle handle, CaptureFileFormat format, long start, long endOffset, byte[] buffer)
{
    /// <summary>
    /// Small enough to stay in a processor's cache between the system's copy and the walk over it, and room for the largest block.
    /// </summary>
    public const int BufferBytes = 256 * 1024 + RecordFraming.LargestBytes;

    private const int ReadBytes = 256 * 1024;

    private int filled;
    private long offset = start;

    /// <summary>What was read and not consumed.</summary>
    public Span<byte> Bytes => buffer.AsSpan(0, filled);

    /// <summary>Where <see cref="Bytes"/> begins in the file.</summary>
    public long Offset => offset;

    /// <summary>Whether the last piece ended with something that is no packet and no block.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Forgets the first <paramref name="consumed"/> bytes and brings more. False at the end, and where what is left is not whole.</summary>
    public bool Fill(int consumed)
    {
        Bytes[consumed..].CopyTo(buffer);
        filled -= consumed;
        offset += consumed;
        var wanted = (int)Math.Min(Math.Min(ReadBytes, buffer.Length - filled), endOffset - offset - filled);
        if (wanted <= 0 || IsDamaged) return false;
        var read = RandomAccess.Read(handle, buffer.AsSpan(filled, wanted), offset + filled);
        filled += read;
        return read > 0;
    }

    /// <summary>The length of the whole packet or block at <paramref name="position"/> of <see cref="Bytes"/>; 0 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int MeasureAt(int position)
    {
        var left = Bytes[position..];
        var length = RecordFraming.Measure(format, left);
        if (length < 0) IsDamaged = true;
        return length > left.Length || length < 0 ? 0 : length;
    }
}
