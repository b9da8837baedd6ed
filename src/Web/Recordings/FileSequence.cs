using Microsoft.Win32.SafeHandles;

namespace WebCap.Recordings;

/// <summary>
/// Pieces of files one behind the other as one stream that can seek, so that a recording of several files is one download, with ranges. The
/// files are held open: what a ring deletes meanwhile is still read to its end. What is appended after the making is not seen.
/// </summary>
internal sealed class FileSequence : Stream
{
    private readonly List<(SafeFileHandle Handle, long FileOffset, long Start, long Length)> parts = [];
    private long length;
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => position = value;
    }

    /// <summary>The open files, in order, with the stretch of each that belongs here.</summary>
    public IEnumerable<(SafeFileHandle Handle, long Start, long End)> Parts =>
        parts.Select(part => (part.Handle, part.FileOffset, part.FileOffset + part.Length));

    /// <summary>
    /// The files of a recording as the catalogue has them, whole packets only. A pcapng file is a section, and sections may follow each other;
    /// of pcap files only the first keeps its header.
    /// </summary>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static FileSequence Open(string folder, Recording recording)
    {
        var sequence = new FileSequence();
        try
        {
            foreach (var file in recording.Files)
            {
                var handle = File.OpenHandle(RecordingFolder.FileIn(folder, file.Number, recording.Settings), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var skipped = sequence.parts.Count > 0 && recording.Settings.Format == Bpf.Wire.Files.CaptureFileFormat.Pcap ? RecordFraming.PcapFileHeaderBytes : 0;
                sequence.Add(handle, skipped, Math.Max(0, file.LengthBytes - skipped));
            }
        }
        catch
        {
            sequence.Dispose();
            throw;
        }

        return sequence;
    }

    public override int Read(Span<byte> buffer)
    {
        foreach (var part in parts)
        {
            if (position < part.Start || position >= part.Start + part.Length) continue;
            var within = position - part.Start;
            var wanted = (int)Math.Min(buffer.Length, part.Length - within);
            var read = RandomAccess.Read(part.Handle, buffer[..wanted], part.FileOffset + within);
            position += read;
            return read;
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // On a thread of the pool already, and what the disk brings is in the system's cache or on its way there.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var part in parts) part.Handle.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Add(SafeFileHandle handle, long fileOffset, long lengthBytes)
    {
        parts.Add((handle, fileOffset, length, lengthBytes));
        length += lengthBytes;
    }
}
