namespace Bpf.Wire.Tests.Files;

/// <summary>Gives a file in pieces of at most a few bytes and cannot seek, as a network does.</summary>
internal sealed class DrippingStream(byte[] file, int chunkBytes) : Stream
{
    private int position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var taken = Math.Min(Math.Min(count, chunkBytes), file.Length - position);
        file.AsSpan(position, taken).CopyTo(buffer.AsSpan(offset));
        position += taken;
        return taken;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
