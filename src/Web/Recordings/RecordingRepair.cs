using Bpf.Wire.Files;

namespace WebCap.Recordings;

/// <summary>
/// Finds out what a file really holds, and cuts it behind its last whole packet. What the catalogue knew when the process ended was a few seconds
/// old: those seconds are walked through, and all of the file only when the catalogue does not fit it.
/// </summary>
internal static class RecordingRepair
{
    /// <param name="path">A file that nobody writes any more.</param>
    /// <param name="number">Its number.</param>
    /// <param name="format">Of its recording.</param>
    /// <param name="known">What the catalogue says; null when it has no such file.</param>
    /// <exception cref="IOException">The file cannot be read or cut.</exception>
    public static RecordedFile Repair(string path, int number, CaptureFileFormat format, RecordedFile? known)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(handle);
        var buffer = GC.AllocateUninitializedArray<byte>(FileWalk.BufferBytes);
        var header = format == CaptureFileFormat.Pcap ? RecordFraming.PcapFileHeaderBytes : 0;
        var empty = new RecordedFile(number, 0, header, RecordedFile.NoTime, RecordedFile.NoTime);
        RecordedFile? found = null;
        // Behind a power cut the disk may have less than the catalogue was told, or other bytes.
        if (known is not null && known.LengthBytes <= length)
        {
            found = Scan(new FileWalk(handle, format, known.LengthBytes, length, buffer), format, known);
            if (found.LengthBytes == known.LengthBytes && length > known.LengthBytes) found = null;
        }

        found ??= length < header ? empty with { LengthBytes = length } : Scan(new FileWalk(handle, format, header, length, buffer), format, empty);
        if (found.LengthBytes < length) RandomAccess.SetLength(handle, found.LengthBytes);
        return found;
    }

    private static RecordedFile Scan(FileWalk walk, CaptureFileFormat format, RecordedFile before)
    {
        var (packets, first, last) = (before.Packets, before.FirstNanoseconds, before.LastNanoseconds);
        var position = 0;
        while (walk.Fill(position))
        {
            position = 0;
            for (int length; (length = walk.MeasureAt(position)) > 0; position += length)
            {
                if (!RecordFraming.TryReadPacket(format, walk.Bytes.Slice(position, length), out var time, out _, out _)) continue;
                packets++;
                if (first < 0 || time < first) first = time;
                if (time > last) last = time;
            }
        }

        return before with { Packets = packets, LengthBytes = walk.Offset, FirstNanoseconds = first, LastNanoseconds = last };
    }
}
