using System.Buffers.Binary;
using System.Globalization;

namespace Bpf.Wire.Files;

/// <summary>Tells by its first bytes what a file is, and says so in words when it is nothing that can be read.</summary>
internal static class CaptureSignature
{
    /// <summary>Bytes that decide.</summary>
    public const int Length = 4;

    private const uint Microseconds = 0xA1B2C3D4;
    private const uint Nanoseconds = 0xA1B23C4D;
    private const uint PatchedLibpcap = 0xA1B2CD34;

    /// <summary>A decoder for the format that begins with <paramref name="bytes"/>; null when there is none.</summary>
    public static CaptureDecoder? DecoderFor(ReadOnlySpan<byte> bytes, out CaptureFileFormat format)
    {
        format = CaptureFileFormat.Pcap;
        var little = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (little == Microseconds) return new PcapDecoder(isBigEndian: false, isNanoseconds: false);
        if (little == Nanoseconds) return new PcapDecoder(isBigEndian: false, isNanoseconds: true);
        var big = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (big == Microseconds) return new PcapDecoder(isBigEndian: true, isNanoseconds: false);
        if (big == Nanoseconds) return new PcapDecoder(isBigEndian: true, isNanoseconds: true);

        format = CaptureFileFormat.Pcapng;
        if (little == PcapngFormat.SectionHeaderBlock) return new PcapngDecoder();
        format = CaptureFileFormat.Unknown;
        return null;
    }

    /// <summary>Why a file that begins with these bytes (fewer than <see cref="Length"/> when it has no more) is refused.</summary>
    public static CaptureFault Refuse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return Fault("it is empty");
        var start = bytes[..Math.Min(bytes.Length, Length)];
        var shown = string.Join(' ', Convert.ToHexString(start).Chunk(2).Select(pair => new string(pair)));
        if (bytes.Length < Length) return Fault(string.Create(CultureInfo.InvariantCulture, $"it has only {bytes.Length} bytes, {shown}"));
        var known = NameOf(start);
        return Fault($"it starts with {shown}{(known is null ? ", and a pcap file starts with A1 B2 C3 D4 or that reversed, a pcapng file with 0A 0D 0D 0A" : $", which is {known}")}");
    }

    private static CaptureFault Fault(string reason) => new(CaptureFaultKind.NotACapture, 0, $"this is no capture file: {reason}");

    private static string? NameOf(ReadOnlySpan<byte> start) => BinaryPrimitives.ReadUInt32BigEndian(start) switch
    {
        >= 0x1F8B0000 and <= 0x1F8BFFFF => "a gzip archive; unpack it first",
        0x28B52FFD => "a zstd archive; unpack it first",
        0x04224D18 => "an lz4 archive; unpack it first",
        0xFD377A58 => "an xz archive; unpack it first",
        0x504B0304 => "a zip archive; unpack it first",
        0x736E6F6F => "a snoop capture; convert it with editcap",
        0x474D4255 => "a Microsoft Network Monitor capture; convert it with editcap",
        0x62747376 => "a Bluetooth btsnoop log; convert it with editcap",
        PatchedLibpcap or 0x34CDB2A1 => "pcap in the form of an old patched libpcap; convert it with editcap",
        _ => null,
    };
}
