using System.Buffers;
using System.Buffers.Binary;

namespace Bpf.Wire.Files;

/// <summary>
/// Puts one descriptive block together (section, interface, statistics), whose length is known only at its end. Packets do not go through here.
/// Use: <see cref="Begin"/>, the fixed fields, the options, <see cref="End"/>.
/// </summary>
internal sealed class PcapngBlockBuilder
{
    private readonly ArrayBufferWriter<byte> bytes = new(256);
    private bool hasOptions;

    public void Begin(uint type)
    {
        bytes.ResetWrittenCount();
        hasOptions = false;
        Write32(type);
        Write32(0); // The length, filled in at the end.
    }

    public void Write16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.GetSpan(2), value);
        bytes.Advance(2);
    }

    public void Write32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.GetSpan(4), value);
        bytes.Advance(4);
    }

    public void Write64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.GetSpan(8), value);
        bytes.Advance(8);
    }

    /// <summary>A time stands as two words, the high one first, whatever the byte order.</summary>
    public void WriteTime(ulong ticks)
    {
        Write32((uint)(ticks >> 32));
        Write32((uint)ticks);
    }

    public void WriteTime(ushort code, ulong ticks)
    {
        BeginOption(code, 8);
        WriteTime(ticks);
    }

    /// <summary>Left out when it is null.</summary>
    public void WriteCounter(ushort code, ulong? value)
    {
        if (value is null) return;
        BeginOption(code, 8);
        Write64(value.Value);
    }

    /// <summary>Left out when it is null or empty; cut between two characters where it is too long for an option.</summary>
    public void WriteText(ushort code, string? text, byte? prefix = null)
    {
        if (string.IsNullOrEmpty(text)) return;
        var utf8 = PcapngText.Encode(text, PcapngText.MaxBytes - (prefix is null ? 0 : 1));
        WriteOption(code, prefix is { } first ? [first, .. utf8] : utf8);
    }

    public void WriteOption(ushort code, ReadOnlySpan<byte> value)
    {
        BeginOption(code, (ushort)value.Length);
        bytes.Write(value);
        bytes.Write("\0\0\0"u8[..(PcapngFormat.Pad(value.Length) - value.Length)]);
    }

    public void End(IBufferWriter<byte> output)
    {
        if (hasOptions) Write32(PcapngFormat.EndOfOptions);
        var total = (uint)bytes.WrittenCount + 4;
        Write32(total);
        var block = output.GetSpan((int)total);
        bytes.WrittenSpan.CopyTo(block);
        BinaryPrimitives.WriteUInt32LittleEndian(block[4..], total);
        output.Advance((int)total);
    }

    private void BeginOption(ushort code, ushort length)
    {
        hasOptions = true;
        Write16(code);
        Write16(length);
    }
}
