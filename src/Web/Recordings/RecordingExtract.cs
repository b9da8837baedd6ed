using System.Runtime.CompilerServices;
using Bpf.Engine.Filter;
using Bpf.Wire.Files;

namespace WebCap.Recordings;

/// <summary>
/// What a filter program and a stretch of time leave of a recording, as a file of the same format. Packets are not taken apart and put together
/// again: the blocks of those that match are copied as they are, runs of them together. What is no packet (sections, interfaces, statistics)
/// goes along.
/// </summary>
/// <param name="format">Of the recording.</param>
/// <param name="filter">Null for all packets.</param>
/// <param name="fromNanoseconds">The first time that is wanted, since 1970.</param>
/// <param name="toNanoseconds">The first time after it that is not.</param>
internal sealed class RecordingExtract(CaptureFileFormat format, FilterProgram? filter, long fromNanoseconds, long toNanoseconds)
{
    // Every write is a flush of the connection: few and large ones cost a tenth of what one a piece does.
    private const int WriteBytes = 512 * 1024;

    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(FileWalk.BufferBytes);

    // Room for all of a piece behind what was not worth a write yet. One of two: the other is on its way to the reader meanwhile.
    private byte[] kept = GC.AllocateUninitializedArray<byte>(WriteBytes + FileWalk.BufferBytes);
    private byte[] sent = GC.AllocateUninitializedArray<byte>(WriteBytes + FileWalk.BufferBytes);
    private Task sending = Task.CompletedTask;
    private int keptBytes;
    private byte[]? preamble;

    /// <summary>Whether a packet matches, for who reads the recording another way.</summary>
    public bool IsWanted(in CapturePacket packet) => IsWanted(RecordedFile.NanosecondsOf(packet.Seconds, packet.Nanoseconds), packet.WireLength, packet.Bytes);

    /// <summary>Copies what matches of <paramref name="files"/> to <paramref name="output"/>.</summary>
    /// <exception cref="CaptureFormatException">A file is damaged; what came before is in the output.</exception>
    public async Task CopyAsync(FileSequence files, Stream output, CancellationToken cancellation)
    {
        try
        {
            foreach (var (handle, start, end) in files.Parts) await CopyAsync(new FileWalk(handle, format, start, end, buffer), start, output, cancellation);
            await SendAsync(output, cancellation);
            await sending;
        }
        finally
        {
            // Whoever called may end the answer now, and nobody else may still write to it.
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CopyAsync(FileWalk walk, long start, Stream output, CancellationToken cancellation)
    {
        var consumed = 0;
        for (var isFirstPiece = true; walk.Fill(consumed); isFirstPiece = false)
        {
            consumed = Sift(walk, isFirstPiece ? TakePreamble(walk, start) : 0);
            if (keptBytes >= WriteBytes) await SendAsync(output, cancellation);
            cancellation.ThrowIfCancellationRequested();
        }

        // Whoever downloads must not take a part for the whole.
        if (walk.IsDamaged)
            throw new CaptureFault(CaptureFaultKind.Damaged, walk.Offset, FormattableString.Invariant($"a file of the recording is damaged behind byte {walk.Offset}")).ToException();
    }

    // What was sent before has arrived when this returns; what is sent now is on its way while the next is sifted.
    private async Task SendAsync(Stream output, CancellationToken cancellation)
    {
        await sending;
        sending = output.WriteAsync(kept.AsMemory(0, keptBytes), cancellation).AsTask();
        (kept, sent) = (sent, kept);
        keptBytes = 0;
    }

    // What stands in front of a file's first packet, of which this returns the place. The next file of the recording says the same again, and then
    // it is left out: one section for all is what readers know best. A pcap header is no block, and only the first file still has it.
    private int TakePreamble(FileWalk walk, long start)
    {
        var position = 0;
        if (format == CaptureFileFormat.Pcap)
        {
            position = start == 0 ? Math.Min(RecordFraming.PcapFileHeaderBytes, walk.Bytes.Length) : 0;
        }
        else
        {
            for (int length; (length = walk.MeasureAt(position)) > 0; position += length)
            {
                if (RecordFraming.TryReadPacket(format, walk.Bytes.Slice(position, length), out _, out _, out _)) break;
            }
        }

        var here = walk.Bytes[..position];
        if (preamble is not null && here.SequenceEqual(preamble)) return position;
        preamble ??= here.ToArray();
        Keep(here);
        return position;
    }

    // How much of the piece was looked at: all but a packet that is not whole yet.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Sift(FileWalk walk, int source)
    {
        ReadOnlySpan<byte> bytes = walk.Bytes;
        var run = source;
        for (int length; (length = walk.MeasureAt(source)) > 0; source += length)
        {
            if (IsWanted(bytes.Slice(source, length))) continue;
            if (run != source) Keep(bytes[run..source]);
            run = source + length;
        }

        Keep(bytes[run..source]);
        return source;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(kept.AsSpan(keptBytes));
        keptBytes += bytes.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsWanted(ReadOnlySpan<byte> block)
    {
        if (!RecordFraming.TryReadPacket(format, block, out var time, out var wireLength, out var frame)) return true;
        return IsWanted(time, wireLength, frame);
    }

    private bool IsWanted(long time, uint wireLength, ReadOnlySpan<byte> frame) =>
        time >= fromNanoseconds && time < toNanoseconds && (filter is null || filter.Run(frame, wireLength) != 0);
}
