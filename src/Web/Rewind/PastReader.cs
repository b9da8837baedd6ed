using System.Runtime.InteropServices;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire;
using WebCap.Capture;

namespace WebCap.Rewind;

/// <summary>
/// Attaches a new device and gives it the past of a window, so that one goes on where the other ends:
/// <code>
///   window's records   0 ........ from .......... now ... position | .........
///                                  \__ read before __/\_ read __/  |
///   new device                                                     attached: its own records
/// </code>
/// The long part is read before the attachment, so that the device's buffers do not fill while it is; the attachment tells the position, and only what
/// came meanwhile is read after it. Every record is judged by the device's own settings: nobody sees more of the past than of the present.
/// One thread, one use.
/// </summary>
internal sealed class PastReader(PastRequest request)
{
    // As large as a busy device's batches are: a viewer gets the past in pieces that it can show one by one.
    private const int BatchBytes = 256 * 1024;

    private const int SlabBytes = 1024 * 1024;

    private readonly SlabPool pool = new(SlabBytes);
    private readonly Queue<PastBatch> batches = new();
    private byte[] records = [];
    private Slab? slab;
    private int slabUsedBytes;
    private int batchStart;
    private int batchRecords;
    private long next;
    private long packets;
    private long bytes;
    private long leftOut;
    private long missing;
    private int droppedBefore;
    private DateTimeOffset? since;
    private long droppedAtStart;
    private long dropped;

    /// <summary>BIOCSETIF, with the past. Whatever the errno, the past is the caller's to <see cref="Take"/> or <see cref="Release"/>.</summary>
    public Errno Attach(BpfDevice device, DeviceOwner owner, NetworkInterface networkInterface)
    {
        var errno = device.CreateJudge(networkInterface, out var judge);
        if (errno != Errno.OK) return errno;
        var window = request.Window;
        next = window.Log.FirstSince(request.Span);
        ReadTo(window.Log.EndRecord, judge!);
        errno = device.SetInterfaceBeside(owner, networkInterface, window.Device, out var position);
        if (errno != Errno.OK) return errno;
        window.CatchUp(position);
        ReadTo(position, judge!);
        if (since is not null) dropped = window.Device.GetLifetime().Dropped - droppedAtStart;
        return Errno.OK;
    }

    /// <summary>What was read.</summary>
    public Past Take()
    {
        EndBatch();
        slab?.Release();
        slab = null;
        return new Past([.. batches], packets, bytes, leftOut, missing, dropped, since);
    }

    /// <summary>Gives it back instead.</summary>
    public void Release()
    {
        foreach (var batch in Take().Batches) batch.Slab.Release();
    }

    private void ReadTo(long end, RecordJudge judge)
    {
        while (next < end)
        {
            if (!request.Window.Log.TryRead(next, ref records, out var entry) || entry.FirstRecord >= end)
            {
                missing += end - next;
                next = end;
                return;
            }

            if (since is null) (since, droppedAtStart) = (entry.Time, entry.Dropped);
            missing += Math.Max(0, entry.FirstRecord - next);
            var number = entry.FirstRecord;
            var reader = new RecordReader(records.AsSpan(0, entry.LengthBytes));
            for (; number < end && reader.TryRead(out var header, out var frame); number++)
            {
                if (number >= next) Offer(in header, frame, judge);
            }

            next = Math.Min(end, entry.EndRecord);
        }
    }

    private void Offer(in RecordHeader header, ReadOnlySpan<byte> frame, RecordJudge judge)
    {
        droppedBefore = Math.Min(byte.MaxValue, droppedBefore + header.DroppedBefore);
        if (judge.Judge(in header, frame) is not { } captured) return;
        var size = (int)RecordHeader.SizeOf(captured);
        var record = Place(size);
        MemoryMarshal.Write(record, header with
        {
            Fraction = judge.TimestampFormat == TimestampFormat.Nanoseconds ? header.Fraction : header.Fraction / 1000,
            CapturedLength = (uint)captured,
            HeaderLength = RecordHeader.Length,
            DroppedBefore = (byte)droppedBefore,
        });
        frame[..captured].CopyTo(record[RecordHeader.Length..]);
        record[(RecordHeader.Length + captured)..].Clear();
        droppedBefore = 0;
        batchRecords++;
        packets++;
        bytes += size;
        ForgetBeyondBound();
    }

    private Span<byte> Place(int size)
    {
        if (slab is not null && slabUsedBytes - batchStart + size > BatchBytes) EndBatch();
        if (slab is null || slabUsedBytes + size > slab.Memory.Length)
        {
            EndBatch();
            slab?.Release();
            slab = pool.Rent();
            slabUsedBytes = batchStart = 0;
        }

        var place = slab.Memory.AsSpan(slabUsedBytes, size);
        slabUsedBytes += size;
        return place;
    }

    private void EndBatch()
    {
        if (batchRecords == 0) return;
        slab!.AddReference();
        batches.Enqueue(new PastBatch(slab, batchStart, slabUsedBytes - batchStart, batchRecords));
        batchStart = slabUsedBytes;
        batchRecords = 0;
    }

    private void ForgetBeyondBound()
    {
        while (bytes > request.MostBytes && batches.TryDequeue(out var oldest))
        {
            bytes -= oldest.LengthBytes;
            packets -= oldest.RecordCount;
            leftOut += oldest.RecordCount;
            oldest.Slab.Release();
        }
    }
}
