using WebCap.Storage;

namespace WebCap.Uploads;

/// <summary>
/// Reads a source and writes what was read to a file on the way, so that a file is checked while it comes and is never in memory. Ends with an
/// <see cref="UploadTooLongException"/> at the first byte over the limit. One reader.
/// </summary>
internal sealed class CopyingStream(Stream source, Stream copy, long limitBytes) : Stream
{
    private long count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => count;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = await source.ReadAsync(buffer, cancellationToken);
        count += length;
        if (count > limitBytes) throw new UploadTooLongException();
        try
        {
            await copy.WriteAsync(buffer[..length], cancellationToken);
        }
        catch (IOException fault)
        {
            throw new StorageException("The file could not be stored: the disk of the data folder is full or cannot be written.", fault);
        }

        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A file that comes over the network is awaited.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
