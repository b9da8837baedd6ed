using System.Buffers;
using Bpf.Wire;
using Bpf.Wire.Files;
using Microsoft.Win32.SafeHandles;
using WebCap.Storage;

namespace WebCap.Recordings;

/// <summary>
/// The file that a recording writes now. Records are encoded into one buffer, which goes to the system when it is full and at
/// <see cref="Flush"/>: at every moment all of the file but the write under way ends with a whole packet. When a write fails, what reached the
/// file is cut back to its last whole packet.
/// <para>One thread writes; any thread may <see cref="Sync"/>.</para>
/// </summary>
internal sealed class RecordingFile : IBufferWriter<byte>, IDisposable
{
    /// <summary>
    /// A write of this size costs the system no more a byte than a larger one, and the buffer stays in a processor's cache between encoding and
    /// writing. The largest packet fits several times.
    /// </summary>
    public const int BufferBytes = 1024 * 1024;

    // What a disk that is full must still take: the books, and the rest of a page on a file system that counts in pages.
    private const int RoomForBooksBytes = 8192;

    private readonly SafeFileHandle handle;
    private readonly byte[] buffer;
    private readonly CaptureFileFormat format;
    private readonly bool isSyncedAtWrite;
    private readonly RecordingTotals totals;
    private readonly PcapngWriter? pcapng;
    private readonly PcapWriter? pcap;

    // Bytes and packets that the system has, and those in the buffer.
    private long written;
    private long writtenPackets;
    private int used;
    private int usedPackets;
    private long first = RecordedFile.NoTime;
    private long last = RecordedFile.NoTime;

    /// <summary>Makes the file, which must not exist, and writes what stands in front of the packets.</summary>
    /// <param name="path">Made by the service.</param>
    /// <param name="number">1 and up within the recording.</param>
    /// <param name="settings">Of the recording.</param>
    /// <param name="description">The interface, for a format that describes it.</param>
    /// <param name="buffer">Of <see cref="BufferBytes"/>; the file's until it is disposed.</param>
    /// <param name="totals">Where files and syncs are counted.</param>
    /// <exception cref="RecordingWriteException">There is no such file then.</exception>
    public RecordingFile(string path, int number, RecordingSettings settings, CaptureInterface description, byte[] buffer, RecordingTotals totals)
    {
        Number = number;
        this.totals = totals;
        this.buffer = buffer;
        format = settings.Format;
        isSyncedAtWrite = settings.Sync == SyncPolicy.Write;
        try
        {
            handle = OwnerOnly.CreateNewFile(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RecordingWriteException(fault);
        }

        if (format == CaptureFileFormat.Pcap)
        {
            pcap = new PcapWriter(this);
            pcap.WriteHeader(description.LinkType, settings.SnapLength);
        }
        else
        {
            pcapng = new PcapngWriter(this);
            pcapng.WriteSection(operatingSystem: description.OperatingSystem, comment: settings.Comment);
            pcapng.AddInterface(description);
        }

        try
        {
            RandomAccess.Write(handle, buffer.AsSpan(0, used), 0);
        }
        catch (Exception fault) when (RecordingWriteException.IsOfWriting(fault))
        {
            handle.Dispose();
            File.Delete(path);
            throw new RecordingWriteException(fault);
        }

        written = used;
        used = 0;
        totals.CountFile();
    }

    public int Number { get; }

    /// <summary>Packets in the file and the buffer.</summary>
    public long Packets => writtenPackets + usedPackets;

    /// <summary>Bytes in the file and the buffer.</summary>
    public long LengthBytes => written + used;

    /// <summary>As the catalogue has it; after a <see cref="Flush"/> that is what is in the file.</summary>
    public RecordedFile Describe() => new(Number, writtenPackets, written, first, last);

    /// <summary>Appends a packet, with a comment if the format has a place for one.</summary>
    /// <exception cref="RecordingWriteException">As <see cref="Flush"/>; the packet itself is not in the file.</exception>
    public void Write(in RecordHeader header, ReadOnlySpan<byte> frame, TimestampFormat timestampFormat, string? comment = null)
    {
        if (pcapng is not null) pcapng.Write(0, in header, frame, timestampFormat, comment);
        else pcap!.Write(in header, frame, timestampFormat);
        usedPackets++;

        // Packets come in the order of their arrival. Their clock may be set back or forward in between, hence both comparisons.
        var time = RecordedFile.NanosecondsOf(header.Seconds, header.NanosecondsAs(timestampFormat));
        if (first < 0 || time < first) first = time;
        if (time > last) last = time;
    }

    /// <summary>Hands the buffer to the system.</summary>
    /// <exception cref="RecordingWriteException">
    /// The file ends with its last whole packet, <see cref="Packets"/> says how many it has, and nothing more should be written but <see cref="TryFinish"/>.
    /// </exception>
    public void Flush()
    {
        if (used == 0) return;
        try
        {
            RandomAccess.Write(handle, buffer.AsSpan(0, used), written);
            if (isSyncedAtWrite) BringToDisk();
        }
        catch (Exception fault) when (RecordingWriteException.IsOfWriting(fault))
        {
            Salvage();
            throw new RecordingWriteException(fault);
        }

        written += used;
        writtenPackets += usedPackets;
        used = 0;
        usedPackets = 0;
    }

    /// <summary>
    /// Appends the books, if the format has a place for them, and hands everything to the system. False when that cannot be written: the file then ends with its last packet.
    /// </summary>
    public bool TryFinish(CaptureStatistics statistics, DateTimeOffset now)
    {
        try
        {
            pcapng?.WriteStatistics(0, statistics, now);
            Flush();
            return true;
        }
        catch (RecordingWriteException)
        {
            return false;
        }
    }

    /// <summary>Sees to it that what was written is on the disk. Any thread; harmless on a file that was closed meanwhile.</summary>
    public void Sync()
    {
        try
        {
            BringToDisk();
        }
        catch (Exception fault) when (fault is ObjectDisposedException or IOException)
        {
            // Closed, and whoever closed it has seen to it; or the disk cannot, which the next write will say too.
        }
    }

    public void Dispose() => handle.Dispose();

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint)
    {
        if (buffer.Length - used < sizeHint) Flush();
        return buffer.AsSpan(used);
    }

    void IBufferWriter<byte>.Advance(int count) => used += count;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => throw new NotSupportedException("The writers take spans.");

    private void BringToDisk()
    {
        RandomAccess.FlushToDisk(handle);
        totals.CountSync();
    }

    // A failed write may have brought a part of the buffer into the file. Its whole packets stay; of those, as many go as the books need room,
    // because a loss that nobody is told of is worse than a few packets more of it.
    private void Salvage()
    {
        var arrived = (int)Math.Clamp(RandomAccess.GetLength(handle) - written, 0, used);
        var room = pcapng is null ? 0 : RoomForBooksBytes;
        var end = 0;
        var kept = 0;
        foreach (var (length, isPacket) in Walk(arrived))
        {
            if (end + length > arrived - room) break;
            end += length;
            if (isPacket) kept++;
        }

        RandomAccess.SetLength(handle, written + end);
        written += end;
        writtenPackets += kept;
        used = 0;
        usedPackets = 0;
    }

    private IEnumerable<(int Length, bool IsPacket)> Walk(int limit)
    {
        for (var position = 0; position < limit;)
        {
            var length = RecordFraming.Measure(format, buffer.AsSpan(position, used - position));
            if (length <= 0 || length > limit - position) yield break;
            yield return (length, RecordFraming.TryReadPacket(format, buffer.AsSpan(position, length), out _, out _, out _));
            position += length;
        }
    }
}
