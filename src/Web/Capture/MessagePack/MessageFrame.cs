using System.Buffers;

namespace WebCap.Capture.MessagePack;

/// <summary>The length in front of each message: seven bits a byte, least significant first, the top bit set on all but the last, at most five bytes.</summary>
internal static class MessageFrame
{
    private const int MaxLengthBytes = 5;

    /// <summary>Takes one whole message off the front of <paramref name="input"/>; false, taking nothing, when it has not all arrived.</summary>
    public static bool TryRead(ref ReadOnlySequence<byte> input, out ReadOnlySequence<byte> body)
    {
        body = default;
        var reader = new SequenceReader<byte>(input);
        long length = 0;
        for (var i = 0; ; i++)
        {
            if (i == MaxLengthBytes) throw new InvalidDataException("A message length has more than five bytes.");
            if (!reader.TryRead(out var next)) return false;
            length |= (long)(next & 0x7f) << (7 * i);
            if ((next & 0x80) == 0) break;
        }

        if (length > int.MaxValue) throw new InvalidDataException("A message claims to be longer than 2 GiB.");
        if (reader.Remaining < length) return false;
        body = input.Slice(reader.Position, length);
        input = input.Slice(body.End);
        return true;
    }

    public static void WriteLength(uint length, IBufferWriter<byte> output)
    {
        var span = output.GetSpan(MaxLengthBytes);
        var count = 0;
        while (length >= 0x80)
        {
            span[count++] = (byte)(length | 0x80);
            length >>= 7;
        }

        span[count++] = (byte)length;
        output.Advance(count);
    }
}
