using System.Buffers.Binary;

namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>
/// Ethernet frames of the EtherType for local experiments, with a mark that no other frame on this machine has and a number.
/// <code>
///   destination (6) source (6) [tag (4)] 88 b5 | mark (16) number (4) filling …
/// </code>
/// </summary>
internal sealed class TestFrames
{
    public const int MarkLength = 16;

    public const int HeaderLength = 14;

    /// <summary>The shortest frame there is: header, mark and number.</summary>
    public const int SmallestLength = HeaderLength + MarkLength + sizeof(int);

    private readonly byte[] mark = Guid.NewGuid().ToByteArray();

    public byte[] Make(int number, int length = 64, ushort? tagProtocol = null, ushort tagControl = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, SmallestLength + 4);
        var frame = new byte[length];
        byte[] addresses = [0x02, 0, 0, 0, 0, 0xbb, 0x02, 0, 0, 0, 0, 0xaa];
        addresses.CopyTo(frame, 0);
        var at = addresses.Length;
        if (tagProtocol is { } protocol)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(at), protocol);
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(at + 2), tagControl);
            at += 4;
        }

        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(at), 0x88b5);
        mark.CopyTo(frame, at + 2);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(at + 2 + MarkLength), number);
        for (var i = at + 2 + MarkLength + sizeof(int); i < length; i++) frame[i] = (byte)i;
        return frame;
    }

    public bool IsMine(ReadOnlySpan<byte> frame) => frame.IndexOf(mark) >= 0;

    public int NumberOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt32BigEndian(frame[(frame.IndexOf(mark) + MarkLength)..]);
}
