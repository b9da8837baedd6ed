using System.Runtime.InteropServices;
using Bpf.Wire;

namespace WebCap.Capture;

/// <summary>
/// What a viewer is sent next: a header of its own in front of bytes it shares with others. A hub protocol writes both parts one behind the
/// other, straight into the connection's buffer.
/// </summary>
public sealed class FeedItem
{
    private readonly BatchHeader header;

    internal FeedItem(in BatchHeader header, ReadOnlyMemory<byte> payload)
    {
        this.header = header;
        Payload = payload;
    }

    /// <summary>The counters and numbers in front of the payload.</summary>
    internal ref readonly BatchHeader Header => ref header;

    /// <summary>The records, or a sentence, or nothing. Valid until the stream is asked for its next item.</summary>
    internal ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Header and payload.</summary>
    internal int LengthBytes => BatchHeader.HeaderBytes + Payload.Length;

    /// <summary>Writes header and payload to the front of <paramref name="destination"/>, which has room for <see cref="LengthBytes"/>.</summary>
    internal void CopyTo(Span<byte> destination)
    {
        MemoryMarshal.Write(destination, in header);
        Payload.Span.CopyTo(destination[BatchHeader.HeaderBytes..]);
    }
}
