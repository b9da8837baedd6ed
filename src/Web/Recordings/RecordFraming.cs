using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Bpf.Wire.Files;

namespace WebCap.Recordings;

/// <summary>
/// How the service's own files are cut into packets, without a look at what is in them: blocks with their length in front and behind for pcapng,
/// headers with the captured length for pcap, both little endian with times in nanoseconds.
/// Whatever else a file may hold is not its: then a length is refused, and what came before is good.
/// <para>Both methods are a part of the loop over a file, which is compiled for speed before its first turn: called, they would run as the runtime
/// first compiles a method, and a scan would be over before it does better.</para>
/// </summary>
internal static class RecordFraming
{
    /// <summary>The largest thing in a file, and the least that a buffer must hold to walk one.</summary>
    public const int LargestBytes = 1024 * 1024;

    /// <summary>What must be there before <see cref="Measure"/> can tell.</summary>
    public const int HeaderBytes = 16;

    private const uint EnhancedPacketBlock = 6;
    private const int PcapngPacketHeaderBytes = 28;
    private const int PcapngOverheadBytes = 32;

    /// <summary>Bytes in front of the first packet of a pcap file.</summary>
    public const int PcapFileHeaderBytes = 24;

    /// <summary>
    /// The length of what <paramref name="bytes"/> begins with, whether or not all of it is there; 0 when there are too few bytes to tell, -1
    /// when it is nothing that these files hold.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Measure(CaptureFileFormat format, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes) return 0;
        if (format == CaptureFileFormat.Pcap)
        {
            var captured = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            return captured <= CaptureFileReader.MaxCapturedBytes ? HeaderBytes + (int)captured : -1;
        }

        var total = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (total < HeaderBytes || total % 4 != 0 || total > LargestBytes) return -1;
        var length = (int)total;
        return bytes.Length < length || BinaryPrimitives.ReadUInt32LittleEndian(bytes[(length - 4)..]) == total ? length : -1;
    }

    /// <summary>Takes apart what <see cref="Measure"/> has measured and found whole. False when it is no packet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadPacket(CaptureFileFormat format, ReadOnlySpan<byte> block, out long nanoseconds, out uint wireLength, out ReadOnlySpan<byte> frame)
    {
        if (format == CaptureFileFormat.Pcap)
        {
            nanoseconds = (BinaryPrimitives.ReadUInt32LittleEndian(block) * 1_000_000_000L) + BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);
            wireLength = BinaryPrimitives.ReadUInt32LittleEndian(block[12..]);
            frame = block[HeaderBytes..];
            return true;
        }

        nanoseconds = 0;
        wireLength = 0;
        frame = default;
        if (BinaryPrimitives.ReadUInt32LittleEndian(block) != EnhancedPacketBlock || block.Length < PcapngOverheadBytes) return false;
        var captured = BinaryPrimitives.ReadUInt32LittleEndian(block[20..]);
        if (captured > block.Length - PcapngOverheadBytes) return false;
        // Beyond the year 2262 the two words are more than a signed number holds.
        var ticks = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(block[12..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(block[16..]);
        nanoseconds = (long)Math.Min(ticks, long.MaxValue);
        wireLength = BinaryPrimitives.ReadUInt32LittleEndian(block[24..]);
        frame = block.Slice(PcapngPacketHeaderBytes, (int)captured);
        return true;
    }
}
