using System.Runtime.CompilerServices;
using Bpf.Engine.Filter;
using Bpf.Wire.Files;

namespace WebCap.Recordings;

/// <summary>
/// What a filter program and a stretch of time leave of a recording, as a file of the same format. Packets are not taken apart and put together
/// again: the blocks of those that match are moved to the front of the piece that was read, and the piece goes out. What is no packet (sections,
/// interfaces, statistics) goes along.
/// </summary>
/// <param name="format">Of the recording.</param>
/// <param name="filter">Null for all packets.</param>
/// <param name="fromNanoseconds">The first time that is wanted, since 1970.</param>
/// <param name="toNanoseconds">The first time after it that is not.</param>
internal sealed class RecordingExtract(CaptureFileFormat format, FilterProgram? filter, long fromNanoseconds, long toNanoseconds)
{
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(FileWalk.BufferBytes, pinned: true);
    private byte[]? preamble;

    /// <summary>Copies what matches of <paramref name="files"/> to <paramref name="output"/>.</summary>
    public async Task CopyAsync(FileSequence files, Stream output, CancellationToken cancellation)
    {
        foreach (var (handle, start, end) in files.Parts)
        {
            var walk = new FileWalk(handle, format, start, end, buffer);
            var consumed = 0;
            var isFirstPiece = true;
            while (walk.Fill(consumed))
            {
                var (source, destination) = isFirstPiece ? TakePreamble(walk, start) : (0, 0);
                isFirstPiece = false;
                (consumed, var kept) = Sift(walk, source, destination);
                if (kept > 0) await output.WriteAsync(buffer.AsMemory(0, kept), cancellation);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    // What stands in front of a file's first packet: where the packets begin, and how much of what is before them goes out. The next file of the
    // recording says the same again, and then it is left out: one section for all is what readers know best. A pcap header is no block, and only
    // the first file still has it.
    private (int Source, int Destination) TakePreamble(FileWalk walk, long start)
    {
        if (format == CaptureFileFormat.Pcap)
        {
            var header = start == 0 ? Math.Min(RecordFraming.PcapFileHeaderBytes, walk.Bytes.Length) : 0;
            return (header, header);
        }

        var position = 0;
        for (int length; (length = walk.MeasureAt(position)) > 0; position += length)
        {
            if (RecordFraming.TryReadPacket(format, walk.Bytes.Slice(position, length), out _, out _, out _)) break;
        }

        var here = walk.Bytes[..position];
        if (preamble is not null && here.SequenceEqual(preamble)) return (position, 0);
        preamble ??= here.ToArray();
        return (position, position);
    }

    // Moves what is wanted to the front. Runs of it are moved together, and what is at the front already is not moved at all.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int Consumed, int Kept) Sift(FileWalk walk, int source, int kept)
    {
        var bytes = walk.Bytes;
        var run = source;
        for (int length; (length = walk.MeasureAt(source)) > 0; source += length)
        {
            if (IsWanted(bytes.Slice(source, length))) continue;
            kept = Move(bytes, run, source, kept);
            run = source + length;
        }

        return (source, Move(bytes, run, source, kept));
    }

    private static int Move(Span<byte> bytes, int start, int end, int destination)
    {
        if (start != destination) bytes[start..end].CopyTo(bytes[destination..]);
        return destination + (end - start);
    }

    private bool IsWanted(ReadOnlySpan<byte> block)
    {
        if (!RecordFraming.TryReadPacket(format, block, out var time, out var wireLength, out var frame)) return true;
        return time >= fromNanoseconds && time < toNanoseconds && (filter is null || filter.Run(frame, wireLength) != 0);
    }
}
