namespace Bpf.Wire.Files;

/// <summary>
/// Reads a pcap or pcapng file from a stream, packet by packet, without allocating for one. The format is found out from the first bytes.
/// <code>
///   using var reader = new CaptureFileReader(stream);
///   while (reader.TryRead(out var packet)) Use(packet.Bytes);     // a view, until the next call
///   if (reader.Fault is { } fault) Show(fault.Reason);            // what came before is good
/// </code>
/// A source that must be awaited (an upload, the browser) is read with <see cref="FillAsync"/> and <see cref="TryReadBuffered"/> instead of <see cref="TryRead"/>.
/// <para>
/// Bounds, whatever the file says: a packet has at most <see cref="MaxCapturedBytes"/>, a block at most <see cref="MaxBlockBytes"/>, and there are at most
/// <see cref="MaxInterfaces"/> interfaces. The buffer starts as large as asked and doubles only when it is full of bytes that really came,
/// so that a file with a lying length costs nothing.
/// </para>
/// Not thread safe.
/// </summary>
public sealed class CaptureFileReader : IDisposable
{
    /// <summary>Most bytes of one packet: the largest snap length of libpcap, tcpdump and Wireshark.</summary>
    public const int MaxCapturedBytes = 262_144;

    /// <summary>Most bytes of one pcapng block, the limit of libpcap and Wireshark.</summary>
    public const int MaxBlockBytes = 16 * 1024 * 1024;

    /// <summary>Most interfaces of one file, over all its sections.</summary>
    public const int MaxInterfaces = 16_384;

    /// <summary>Measured at 64 KiB to 1 MiB the time a packet takes is the same; under and over that it grows.</summary>
    public const int DefaultBufferBytes = 256 * 1024;

    private readonly Stream stream;
    private readonly bool leaveOpen;
    private readonly long startPosition;

    private byte[] buffer;
    private int bufferStart;      // First byte not yet decoded.
    private int bufferEnd;        // First byte not yet filled.
    private int bytesWanted = CaptureSignature.Length; // From bufferStart on, before decoding can go on.
    private long bufferStartOffset; // Where bufferStart stands in the file.
    private int lastPacketLength; // What StepBack gives back; 0 when there is nothing to give.
    private CaptureDecoder? decoder;

    /// <summary>
    /// Reads from where <paramref name="stream"/> stands; offsets count from there. Nothing is read before the first call of a read method.
    /// </summary>
    public CaptureFileReader(Stream stream, bool leaveOpen = false, int bufferBytes = DefaultBufferBytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferBytes, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bufferBytes, MaxBlockBytes);
        this.stream = stream;
        this.leaveOpen = leaveOpen;
        startPosition = stream.CanSeek ? stream.Position : 0;
        buffer = GC.AllocateUninitializedArray<byte>(bufferBytes);
    }

    /// <summary>What the file is, once its first bytes were read.</summary>
    public CaptureFileFormat Format { get; private set; }

    /// <summary>Why reading stopped before a proper end; null while all is well.</summary>
    public CaptureFault? Fault { get; private set; }

    /// <summary>True when no packet will follow: the end was reached, or a fault.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Every interface that the file has described so far; a pcap file has one, without a name.</summary>
    public IReadOnlyList<CaptureInterface> Interfaces => decoder?.Interfaces ?? [];

    /// <summary>Bytes of the file that were decoded.</summary>
    public long Position => bufferStartOffset;

    /// <summary>The last statistics that the file has given so far for an interface, by its index; null when there are none.</summary>
    public CaptureStatistics? StatisticsOf(int interfaceIndex)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)interfaceIndex, (uint)Interfaces.Count, nameof(interfaceIndex));
        return decoder!.StatisticsOf(interfaceIndex);
    }

    /// <summary>Reads the next packet, waiting for the stream if need be. False at the end and at a fault.</summary>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public bool TryRead(out CapturePacket packet)
    {
        while (!TryReadBuffered(out packet))
        {
            if (IsAtEnd) return false;
            MakeRoom();
            Filled(stream.Read(buffer, bufferEnd, buffer.Length - bufferEnd));
        }

        return true;
    }

    /// <summary>
    /// Reads the next packet from what <see cref="FillAsync"/> brought. False when more must be brought, at the end and at a fault.
    /// </summary>
    public bool TryReadBuffered(out CapturePacket packet)
    {
        lastPacketLength = 0;
        while (bufferEnd - bufferStart >= bytesWanted && !IsAtEnd)
        {
            var bytes = new ReadOnlySpan<byte>(buffer, bufferStart, bufferEnd - bufferStart);
            if (decoder is null)
            {
                decoder = CaptureSignature.DecoderFor(bytes, out var format);
                Format = format;
                if (decoder is null) Stop(CaptureSignature.Refuse(bytes));
                continue;
            }

            var result = decoder.Decode(bytes, bufferStartOffset, out packet, out var length);
            switch (result)
            {
                case DecodeResult.Packet:
                    Consume(length);
                    lastPacketLength = length;
                    return true;
                case DecodeResult.Skip:
                    Consume(length);
                    break;
                case DecodeResult.NeedMore:
                    bytesWanted = length;
                    break;
                default:
                    Stop(decoder.Fault);
                    break;
            }
        }

        packet = default;
        return false;
    }

    /// <summary>
    /// Brings more bytes for <see cref="TryReadBuffered"/>; views handed out before are no longer valid. False when nothing will follow.
    /// </summary>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken = default)
    {
        if (IsAtEnd) return false;
        MakeRoom();
        Filled(await stream.ReadAsync(buffer.AsMemory(bufferEnd), cancellationToken).ConfigureAwait(false));
        return !IsAtEnd;
    }

    /// <summary>
    /// Gives the packet that was read last once more: the next read returns it again. For a caller that read a packet and finds that its time has not come.
    /// </summary>
    /// <exception cref="InvalidOperationException">The last call to this reader did not return a packet.</exception>
    public void StepBack()
    {
        if (lastPacketLength == 0) throw new InvalidOperationException("There is no packet to step back over.");
        // The bytes are still there: only a fill moves them, and a fill forgets the packet.
        bufferStart -= lastPacketLength;
        bufferStartOffset -= lastPacketLength;
        lastPacketLength = 0;
    }

    /// <summary>Starts over at the first packet; the stream must be able to seek. Keeps the buffer.</summary>
    public void Rewind()
    {
        stream.Position = startPosition;
        (bufferStart, bufferEnd, bufferStartOffset, lastPacketLength, bytesWanted) = (0, 0, 0, 0, CaptureSignature.Length);
        (decoder, Fault, IsAtEnd, Format) = (null, null, false, CaptureFileFormat.Unknown);
    }

    /// <summary>Closes the stream unless it was to be left open.</summary>
    public void Dispose()
    {
        if (!leaveOpen) stream.Dispose();
    }

    private void Consume(int length)
    {
        bufferStart += length;
        bufferStartOffset += length;
        bytesWanted = 1;
    }

    private void MakeRoom()
    {
        lastPacketLength = 0; // Its bytes may move.
        if (bufferEnd < buffer.Length && bufferStart < buffer.Length / 2) return;
        var kept = buffer.AsSpan(bufferStart, bufferEnd - bufferStart);
        // Full of one undecoded block: its bytes came, so it may have twice the room, up to the longest block that is read.
        var target = kept.Length == buffer.Length ? GC.AllocateUninitializedArray<byte>(Math.Min(buffer.Length * 2, MaxBlockBytes)) : buffer;
        kept.CopyTo(target);
        (buffer, bufferEnd, bufferStart) = (target, kept.Length, 0);
    }

    private void Filled(int count)
    {
        bufferEnd += count;
        if (count > 0) return;
        var left = buffer.AsSpan(bufferStart, bufferEnd - bufferStart);
        if (decoder is null) Stop(CaptureSignature.Refuse(left));
        else if (left.IsEmpty) IsAtEnd = true;
        else Stop(CutOff(left.Length));
    }

    private CaptureFault CutOff(int present)
    {
        var end = bufferStartOffset + present;
        return new CaptureFault(
            CaptureFaultKind.CutOff,
            end,
            FormattableString.Invariant($"the capture is cut off at byte {end}: the {decoder!.Unit} that begins at byte {bufferStartOffset} needs {bytesWanted - present} more"));
    }

    private void Stop(CaptureFault? fault)
    {
        Fault = fault;
        IsAtEnd = true;
    }
}
