using System.Buffers.Binary;

namespace Packet.Dissect.Tls;

/// <summary>The header of a record: content type (1), version (2), length (2).</summary>
internal readonly struct TlsRecord
{
    internal const int HeaderLength = 5;
    internal const int ChangeCipherSpec = 20, Alert = 21, Handshake = 22, ApplicationData = 23, Heartbeat = 24;

    // 2^14 bytes of plaintext and room for compression and encryption (RFC 5246 §6.2.3).
    private const int MaxLength = (1 << 14) + 2048;

    private TlsRecord(int type, int version, int length)
    {
        Type = type;
        Version = version;
        Length = length;
    }

    internal int Type { get; }

    internal int Version { get; }

    internal int Length { get; }

    /// <summary>Reads a header where one plausibly is.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out TlsRecord record)
    {
        record = default;
        if (bytes.Length < HeaderLength) return false;
        if (bytes[0] is < ChangeCipherSpec or > Heartbeat || bytes[1] != 3 || bytes[2] > 4) return false;
        record = new TlsRecord(bytes[0], BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]));
        return record.Length is > 0 and <= MaxLength;
    }
}
