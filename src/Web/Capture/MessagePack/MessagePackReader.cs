using System.Buffers.Binary;
using System.Text;

namespace WebCap.Capture.MessagePack;

/// <summary>
/// Reads the part of the MessagePack format that hub messages need. The bytes come from a client: every length is checked against what is left
/// before it is used, and what does not fit is an <see cref="InvalidDataException"/>.
/// </summary>
internal ref struct MessagePackReader(ReadOnlySpan<byte> input)
{
    // Hub messages nest two deep (a message, its arguments); skipping what we do not know must not recurse without end.
    private const int MaxDepth = 16;

    private ReadOnlySpan<byte> left = input;

    public readonly bool IsAtEnd => left.IsEmpty;

    public int ReadArrayHeader()
    {
        var code = Next();
        return code switch
        {
            >= 0x90 and <= 0x9f => code & 0x0f,
            0xdc => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xdd => Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
            _ => throw Unexpected("an array", code),
        };
    }

    public int ReadMapHeader()
    {
        var code = Next();
        return code switch
        {
            >= 0x80 and <= 0x8f => code & 0x0f,
            0xde => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xdf => Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
            _ => throw Unexpected("a map", code),
        };
    }

    public bool TryReadNil()
    {
        if (left.IsEmpty || left[0] != 0xc0) return false;
        left = left[1..];
        return true;
    }

    public bool ReadBoolean()
    {
        var code = Next();
        return code switch
        {
            0xc2 => false,
            0xc3 => true,
            _ => throw Unexpected("a boolean", code),
        };
    }

    /// <summary>Any integer, and a float with a whole value: JavaScript has but one kind of number.</summary>
    public long ReadInteger()
    {
        var code = Next();
        return code switch
        {
            <= 0x7f => code,
            >= 0xe0 => (sbyte)code,
            0xcc => Take(1)[0],
            0xcd => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xce => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            0xcf when BinaryPrimitives.ReadUInt64BigEndian(Take(8)) is var value => value <= long.MaxValue ? (long)value : throw Unexpected("an integer", code),
            0xd0 => (sbyte)Take(1)[0],
            0xd1 => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            0xd2 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            0xd3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            0xca => Whole(BinaryPrimitives.ReadSingleBigEndian(Take(4))),
            0xcb => Whole(BinaryPrimitives.ReadDoubleBigEndian(Take(8))),
            _ => throw Unexpected("an integer", code),
        };
    }

    public string? ReadString()
    {
        if (TryReadNil()) return null;
        var code = Next();
        var length = code switch
        {
            >= 0xa0 and <= 0xbf => code & 0x1f,
            0xd9 => Take(1)[0],
            0xda => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xdb => Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))),
            _ => throw Unexpected("a string", code),
        };
        return Encoding.UTF8.GetString(Take(length));
    }

    /// <summary>Steps over one value of any kind.</summary>
    public void Skip(int depth = 0)
    {
        if (depth > MaxDepth) throw new InvalidDataException("The message nests too deeply.");
        var code = Next();
        switch (code)
        {
            case <= 0x7f or >= 0xe0 or 0xc0 or 0xc2 or 0xc3:
                break;
            case <= 0x8f:
                SkipMany((code & 0x0f) * 2, depth);
                break;
            case <= 0x9f:
                SkipMany(code & 0x0f, depth);
                break;
            case <= 0xbf:
                Take(code & 0x1f);
                break;
            case 0xc4 or 0xd9:
                Take(Take(1)[0]);
                break;
            case 0xc5 or 0xda:
                Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2)));
                break;
            case 0xc6 or 0xdb:
                Take(Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))));
                break;
            case 0xc7:
                Take(Take(1)[0] + 1);
                break;
            case 0xc8:
                Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2)) + 1);
                break;
            case 0xc9:
                Take(Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))) + 1);
                break;
            case 0xcc or 0xd0:
                Take(1);
                break;
            case 0xcd or 0xd1 or 0xd4:
                Take(2);
                break;
            case 0xd5:
                Take(3);
                break;
            case 0xca or 0xce or 0xd2:
                Take(4);
                break;
            case 0xd6:
                Take(5);
                break;
            case 0xcb or 0xcf or 0xd3:
                Take(8);
                break;
            case 0xd7:
                Take(9);
                break;
            case 0xd8:
                Take(17);
                break;
            case 0xdc:
                SkipMany(BinaryPrimitives.ReadUInt16BigEndian(Take(2)), depth);
                break;
            case 0xdd:
                SkipMany(Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))), depth);
                break;
            case 0xde:
                SkipMany(BinaryPrimitives.ReadUInt16BigEndian(Take(2)) * 2, depth);
                break;
            case 0xdf:
                SkipMany(Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4))) * 2L, depth);
                break;
            default:
                throw Unexpected("a value", code);
        }
    }

    private void SkipMany(long count, int depth)
    {
        for (var i = 0L; i < count; i++) Skip(depth + 1);
    }

    private byte Next() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > left.Length) throw new InvalidDataException("The message ends in the middle of a value.");
        var taken = left[..count];
        left = left[count..];
        return taken;
    }

    // Every element takes a byte at least, so no honest count exceeds what is left.
    private readonly int Length(uint count) =>
        count <= (uint)left.Length ? (int)count : throw new InvalidDataException("The message claims more than it has.");

    private static long Whole(double value) =>
        value is >= long.MinValue and < long.MaxValue && Math.Floor(value) == value ? (long)value : throw new InvalidDataException("A whole number was expected.");

    private static InvalidDataException Unexpected(string expected, byte code) => new($"Expected {expected}, found MessagePack code 0x{code:x2}.");
}
