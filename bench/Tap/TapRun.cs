using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace TapBench;

/// <summary>The tap as a capture thread uses it: a session a chunk, every frame offered to every device, each with a filter that accepts it.</summary>
internal sealed class TapRun : IRun, IDisposable
{
    private static readonly DeviceOwner Owner = new("bench");

    private readonly FrameSet frames;
    private readonly BpfDeviceTable table;
    private readonly BenchInterface networkInterface = new();
    private readonly BpfDevice[] devices;
    private readonly bool isRead;

    /// <param name="frames">What is tapped.</param>
    /// <param name="filters">One for each device; null is none.</param>
    /// <param name="isRead">False: both buffers fill up and nobody ever empties them.</param>
    public TapRun(FrameSet frames, FilterProgram?[] filters, bool isRead = true)
    {
        this.frames = frames;
        this.isRead = isRead;
        table = new BpfDeviceTable(new DeviceLimits { DeviceCount = filters.Length, MaxBufferBytes = frames.BufferBytes }, TimeProvider.System);
        devices = [.. filters.Select(Open)];
    }

    /// <summary>Frames tapped so far.</summary>
    public long Offered { get; private set; }

    /// <summary>Frames that every device has captured so far.</summary>
    public long CapturedByEach => Same(devices.Select(device => device.GetLifetime().Captured));

    /// <summary>Frames that every device has dropped so far.</summary>
    public long DroppedByEach => Same(devices.Select(device => device.GetLifetime().Dropped));

    public void Pass()
    {
        for (var start = 0; start < frames.Count; start += frames.ChunkFrames)
        {
            Chunk(start);
            if (isRead) foreach (var device in devices) Check(device.Flush(Owner));
        }
    }

    /// <summary>The records that the last device gives its reader for one chunk.</summary>
    public byte[] ReadChunk(int start)
    {
        Chunk(start);
        var batch = new byte[frames.BufferBytes];
        var result = devices[^1].Read(batch);
        Check(result.Errno);
        foreach (var device in devices) Check(device.Flush(Owner));
        return batch[..result.LengthBytes];
    }

    public void Dispose()
    {
        foreach (var device in devices) table.Close(device);
    }

    private void Chunk(int start)
    {
        Offered += frames.ChunkFrames;
        using var session = networkInterface.Tap.Begin();
        var end = start + frames.ChunkFrames;
        for (var i = start; i < end; i++)
        {
            session.Tap(new Frame
            {
                Bytes = frames.Bytes(i),
                WireLength = (uint)frames.Length,
                Seconds = FrameSet.Seconds,
                Nanoseconds = frames.Nanoseconds(i),
                Direction = FrameDirection.In,
            });
        }
    }

    private BpfDevice Open(FilterProgram? filter)
    {
        Check(table.Open(BpfDeviceTable.CloningMinor, Owner, out var device));
        long bufferBytes = frames.BufferBytes;
        Check(device!.SetBufferLength(Owner, ref bufferBytes));
        Check(device.SetInterface(Owner, networkInterface));
        if (filter is not null) Check(device.SetFilter(Owner, filter));
        return device;
    }

    private static void Check(Errno errno)
    {
        if (errno != Errno.OK) throw new InvalidOperationException(errno.ToString());
    }

    private static long Same(IEnumerable<long> counts) => counts.Distinct().Single();
}
