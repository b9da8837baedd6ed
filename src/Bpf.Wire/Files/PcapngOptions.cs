using System.Buffers.Binary;

namespace Bpf.Wire.Files;

/// <summary>Walks the options at the end of a block: code u16, length u16, value, padding to 4. Every length is checked against what is left.</summary>
internal ref struct PcapngOptions(ReadOnlySpan<byte> bytes, bool isBigEndian)
{
    private ReadOnlySpan<byte> left = bytes;

    /// <summary>True when the walk ended at an option that runs past its block.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Steps to the next option; false at the end mark, at the end of the block, and where the rest is no option.</summary>
    public bool TryRead(out ushort code, out ReadOnlySpan<byte> value)
    {
        code = 0;
        value = default;
        if (left.IsEmpty) return false;
        if (left.Length < 4)
        {
            IsMalformed = true;
            return false;
        }

        code = isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(left) : BinaryPrimitives.ReadUInt16LittleEndian(left);
        if (code == PcapngFormat.EndOfOptions) return false;
        int length = isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(left[2..]) : BinaryPrimitives.ReadUInt16LittleEndian(left[2..]);
        if (length > left.Length - 4)
        {
            IsMalformed = true;
            return false;
        }

        value = left.Slice(4, length);
        left = left[Math.Min(4 + PcapngFormat.Pad(length), left.Length)..];
        return true;
    }
}
