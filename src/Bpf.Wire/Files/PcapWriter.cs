using System.Buffers;
using System.Buffers.Binary;

namespace Bpf.Wire.Files;

/// <summary>
/// Writes a classic pcap file, little endian: first <see cref="WriteHeader"/>, then packets or whole batches.
/// The bytes go to an <see cref="IBufferWriter{T}"/>; when they are flushed is its owner's affair, and a packet is never handed over in parts.
/// A pcap file has one link type and no directions, drop counts or statistics: what has those to keep is written with <see cref="PcapngWriter"/>.
/// Not thread safe.
/// </summary>
public sealed class PcapWriter
{
    private const int FileHeaderLength = 24;
    private const int RecordHeaderLength = 16;

    private readonly IBufferWriter<byte> output;
    private readonly TimestampFormat precision;

    /// <summary>Writes to <paramref name="output"/>, with times in the unit of <paramref name="precision"/>.</summary>
    public PcapWriter(IBufferWriter<byte> output, TimestampFormat precision = TimestampFormat.Nanoseconds)
    {
        ArgumentNullException.ThrowIfNull(output);
        (this.output, this.precision) = (output, precision);
    }

    /// <summary>Writes the file's header. A <paramref name="snapLength"/> of 0, no limit, is written as the largest one, since readers take a 0 literally.</summary>
    public void WriteHeader(LinkType linkType, uint snapLength = 0)
    {
        var span = output.GetSpan(FileHeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(span, precision == TimestampFormat.Nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(span[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(span[6..], 4);
        BinaryPrimitives.WriteUInt64LittleEndian(span[8..], 0); // Time zone and accuracy: always 0, says the format.
        BinaryPrimitives.WriteUInt32LittleEndian(span[16..], snapLength == 0 ? CaptureFileReader.MaxCapturedBytes : snapLength);
        BinaryPrimitives.WriteUInt32LittleEndian(span[20..], (uint)linkType);
        output.Advance(FileHeaderLength);
    }

    /// <summary>
    /// Writes one packet. Times outside 1970 to 2106, which the file cannot hold, become the nearest that it can;
    /// a wire length under the number of bytes becomes that number.
    /// </summary>
    public void Write(ReadOnlySpan<byte> bytes, uint wireLength, long seconds, uint nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, CaptureFileReader.MaxCapturedBytes, nameof(bytes));
        var length = RecordHeaderLength + bytes.Length;
        var span = output.GetSpan(length)[..length];
        BinaryPrimitives.WriteUInt32LittleEndian(span, (uint)Math.Clamp(seconds, 0, uint.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(span[4..], precision == TimestampFormat.Nanoseconds ? nanoseconds : nanoseconds / 1000);
        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], (uint)bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(span[12..], Math.Max(wireLength, (uint)bytes.Length));
        bytes.CopyTo(span[RecordHeaderLength..]);
        output.Advance(length);
    }

    /// <summary>Writes one record of a device whose fractions are in <paramref name="format"/>.</summary>
    public void Write(in RecordHeader header, ReadOnlySpan<byte> frame, TimestampFormat format) =>
        Write(frame, header.WireLength, header.Seconds, header.NanosecondsAs(format));

    /// <summary>Writes every record of a hold buffer and returns how many there were.</summary>
    /// <exception cref="CaptureFormatException">Bytes of the batch are no record; the records before them were written.</exception>
    public int WriteBatch(ReadOnlySpan<byte> batch, TimestampFormat format)
    {
        var count = 0;
        var records = new RecordReader(batch);
        for (; records.TryRead(out var header, out var frame); count++) Write(header, frame, format);
        return records.IsMalformed ? throw DamagedBatch.At(records.Position) : count;
    }
}
