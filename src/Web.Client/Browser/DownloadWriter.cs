using System.Buffers;

namespace WebCap.Client.Browser;

/// <summary>Gathers the bytes of a download to parts of a megabyte and hands them to the browser. <see cref="Flush"/> hands over the last.</summary>
internal sealed class DownloadWriter : IBufferWriter<byte>
{
    // Fewer, larger parts cost less to hand over; a megabyte is nothing beside the packets themselves.
    private const int PartBytes = 1 << 20;

    private byte[] part = new byte[PartBytes];
    private int used;

    /// <inheritdoc/>
    public void Advance(int count) => used += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return part.AsMemory(used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return part.AsSpan(used);
    }

    /// <summary>Hands over what is gathered.</summary>
    public void Flush()
    {
        if (used > 0) Download.Append(part.AsSpan(0, used));
        used = 0;
    }

    private void MakeRoom(int bytes)
    {
        var needed = Math.Max(bytes, 1);
        if (part.Length - used >= needed) return;
        Flush();
        if (part.Length < needed) part = new byte[needed];
    }
}
