using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>A device in immediate mode on one interface, with what it captured read into a list.</summary>
internal sealed class CaptureDevice : IDisposable
{
    private static readonly DeviceOwner Owner = new("test");

    private readonly BpfDeviceTable table = new(new DeviceLimits { MaxBufferBytes = 4 * 1024 * 1024 }, TimeProvider.System);
    private readonly byte[] buffer;

    public CaptureDevice(NetworkInterface networkInterface, bool isImmediate = true, int bufferBytes = 262144)
    {
        Assert.Equal(Errno.OK, table.Open(BpfDeviceTable.CloningMinor, Owner, out var device));
        Device = device!;
        long size = bufferBytes;
        Assert.Equal(Errno.OK, Device.SetBufferLength(Owner, ref size));
        buffer = new byte[size];
        Assert.Equal(Errno.OK, Device.SetTimestampFormat(Owner, TimestampFormat.Nanoseconds));
        Assert.Equal(Errno.OK, Device.SetImmediate(Owner, isImmediate));
        AttachResult = Device.SetInterface(Owner, networkInterface);
    }

    public BpfDevice Device { get; }

    public Errno AttachResult { get; }

    public List<CapturedRecord> Records { get; } = [];

    public Errno SetPromiscuous() => Device.SetPromiscuous(Owner);

    /// <summary>One waiting read; its records are added to <see cref="Records"/>.</summary>
    public async Task<Errno> ReadAsync(CancellationToken cancellation)
    {
        var result = await Device.ReadAsync(buffer, cancellation);
        Records.AddRange(CapturedRecord.ParseAll(buffer.AsSpan(0, result.LengthBytes)));
        return result.Errno;
    }

    /// <summary>Reads until there are <paramref name="count"/> of the test's own frames, and returns those, in order.</summary>
    public async Task<List<CapturedRecord>> ReadMineAsync(TestFrames frames, int count)
    {
        using var guard = Guard();
        while (Mine(frames).Count < count) Assert.Equal(Errno.OK, await ReadAsync(guard.Token));
        return Mine(frames);
    }

    /// <summary>Reads to the end of an interface that disappears.</summary>
    public async Task ReadToEndAsync()
    {
        using var guard = Guard();
        Errno errno;
        while ((errno = await ReadAsync(guard.Token)) == Errno.OK)
        {
        }

        Assert.Equal(Errno.EIO, errno);
    }

    public List<CapturedRecord> Mine(TestFrames frames) => [.. Records.Where(record => frames.IsMine(record.Bytes))];

    public void Dispose() => table.Close(Device);

    /// <summary>Ends a test that would otherwise hang; no test expects the time to pass.</summary>
    public static CancellationTokenSource Guard()
    {
        var guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        guard.CancelAfter(TimeSpan.FromSeconds(30));
        return guard;
    }
}
