using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using Bpf.Engine.Device;
using Bpf.Wire.Files;

namespace WebCap.Uploads;

/// <summary>
/// Takes one file from a request's body to the disk. It is unpacked if it is gzip, and its records' lengths are followed while it comes, so that a
/// file that is none, or is damaged, is refused at that byte. What is in the packets is not looked at.
/// </summary>
internal static class UploadReceiver
{
    private const byte GzipFirst = 0x1F;
    private const byte GzipSecond = 0x8B;

    // A read of the network and a write of the disk at a time.
    private const int BufferBytes = 256 * 1024;

    /// <param name="body">The request's body.</param>
    /// <param name="file">A new file to write; the caller removes it when the upload is refused.</param>
    /// <param name="limitBytes">Most bytes, unpacked.</param>
    /// <param name="keepsGood">Whether a damaged file is kept as far as it is good.</param>
    /// <param name="cancellation">The sender has gone.</param>
    public static async Task<(ReceivedFile? Received, UploadRefusal? Refusal)> ReceiveAsync(
        PipeReader body, FileStream file, long limitBytes, bool keepsGood, CancellationToken cancellation)
    {
        try
        {
            await using var source = await OpenAsync(body, cancellation);
            await using var copying = new CopyingStream(source, file, limitBytes);
            using var reader = new CaptureFileReader(copying, leaveOpen: true, BufferBytes);
            var (packets, fault) = await FollowAsync(reader, copying, cancellation);
            return Judge(reader, packets, fault, file, keepsGood);
        }
        catch (UploadTooLongException)
        {
            return (null, TooLong(limitBytes));
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLong(limitBytes));
        }
    }

    // Reads to the end, or to where it is no capture file any more.
    private static async Task<(long Packets, CaptureFault? Fault)> FollowAsync(CaptureFileReader reader, CopyingStream copying, CancellationToken cancellation)
    {
        long packets = 0;
        try
        {
            do
            {
                while (reader.TryReadBuffered(out _)) packets++;
            }
            while (await reader.FillAsync(cancellation));
            while (reader.TryReadBuffered(out _)) packets++;
            return (packets, reader.Fault);
        }
        catch (InvalidDataException)
        {
            return (packets, new CaptureFault(
                CaptureFaultKind.Damaged, copying.Position, string.Create(CultureInfo.InvariantCulture, $"the gzip archive is damaged or cut off after {copying.Position} unpacked bytes")));
        }
    }

    private static (ReceivedFile? Received, UploadRefusal? Refusal) Judge(CaptureFileReader reader, long packets, CaptureFault? fault, FileStream file, bool keepsGood)
    {
        if (packets == 0)
        {
            return (null, new UploadRefusal(
                Errno.EINVAL, fault is null ? "There is no packet in this capture file." : Sentence(fault.Reason), fault?.Offset ?? reader.Position, packets));
        }

        if (fault is not null)
        {
            if (!keepsGood)
            {
                var rest = packets == 1 ? "The packet before that is good" : string.Create(CultureInfo.InvariantCulture, $"The {packets} packets before that are good");
                return (null, new UploadRefusal(Errno.EINVAL, $"{Sentence(fault.Reason)} {rest} and can be opened with keep=good.", fault.Offset, packets));
            }

            // The reader stands behind the last whole packet or block.
            file.SetLength(reader.Position);
        }

        return (new ReceivedFile(reader.Format, packets, file.Length, fault?.Reason), null);
    }

    private static async Task<Stream> OpenAsync(PipeReader body, CancellationToken cancellation)
    {
        var first = await body.ReadAtLeastAsync(2, cancellation);
        var isGzip = IsGzip(first.Buffer);
        // Looked at, not taken.
        body.AdvanceTo(first.Buffer.Start, first.Buffer.Start);
        // The body stays the request's: what a refusal leaves of it is still to be drained.
        var stream = body.AsStream(leaveOpen: true);
        return isGzip ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    private static bool IsGzip(System.Buffers.ReadOnlySequence<byte> bytes)
    {
        var reader = new System.Buffers.SequenceReader<byte>(bytes);
        return reader.TryRead(out var first) && reader.TryRead(out var second) && first == GzipFirst && second == GzipSecond;
    }

    private static UploadRefusal TooLong(long limitBytes) =>
        new(Errno.EMSGSIZE, string.Create(CultureInfo.InvariantCulture, $"The file is longer than {limitBytes} bytes, unpacked, which is what --upload-bytes allows. Cut it with editcap -c first."));

    private static string Sentence(string reason) => $"{char.ToUpperInvariant(reason[0])}{reason[1..]}.";
}
