using System.Buffers.Binary;
using Bpf.Engine.Device;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Device;

// One thread taps while others read, control, watch, open and close. Who comes first is left to the machine; the books must balance all the same.
public sealed class LedgerStressTests
{
    private const int MinFrameCount = 100_000;
    private const int MinRoundCount = 1_000;
    private const int BufferBytes = 4096;

    private readonly BpfDeviceTable table = new(new DeviceLimits { DeviceCount = 4 }, TimeProvider.System);
    private readonly ScriptedInterface networkInterface = new();
    private readonly BpfDevice device;
    private readonly int[] rounds = new int[5];
    private ulong tapped;
    private long readCount;
    private long readBytes;

    public LedgerStressTests()
    {
        device = OpenAttached()!;
    }

    private bool AllHaveWorked => rounds.All(count => count >= MinRoundCount);

    [Fact] // [STAT-2], [STAT-4], [BUF-5], [READ-5], [IF-2]
    public async Task TheBooksBalanceWhateverRunsBesideTheTap()
    {
        Action[] actors = [ReadWaiting, ReadNow, Control, Watch, OpenAndClose];
        var work = actors.Select(actor => Task.Factory.StartNew(actor, TaskCreationOptions.LongRunning)).ToList();
        // An actor that fails ends the tapping too, which would otherwise wait for its rounds.
        await DeviceRig.EndOf(Task.Run(() => TapUntilAllHaveWorked(() => work.Exists(task => task.IsFaulted)), TestContext.Current.CancellationToken));
        networkInterface.Disappear();
        await DeviceRig.EndOf(Task.WhenAll(work));

        var life = device.GetLifetime();
        Assert.Equal(0, life.Held);
        Assert.Equal((readCount, readBytes), (life.Delivered, life.DeliveredBytes));
        Assert.True(life is { Dropped: > 0, Flushed: > 0, Delivered: > 0 }, $"the run met no edges: {life}");
        DeviceRig.AssertBooksBalance(device);
        var before = table.GetStatistics();
        table.Close(device);
        Assert.Equal(before, table.GetStatistics());
    }

    private void TapUntilAllHaveWorked(Func<bool> hasFailed)
    {
        var random = new Random(1);
        Span<byte> bytes = stackalloc byte[200];
        while ((tapped < MinFrameCount || !AllHaveWorked) && !hasFailed())
        {
            using (var session = networkInterface.Tap.Begin())
            {
                for (var i = random.Next(40); i > 0; i--)
                {
                    BinaryPrimitives.WriteUInt64BigEndian(bytes, ++tapped);
                    var frame = new Frame { Bytes = bytes[..random.Next(8, 200)], WireLength = 200, Direction = FrameDirection.In };
                    session.Tap(in frame);
                }
            }

            Thread.Yield();
        }
    }

    // Waiting reads, some cancelled, until the interface is gone and the last record is read.
    private void ReadWaiting()
    {
        var destination = new byte[BufferBytes];
        var random = new Random(2);
        ulong last = 0;
        while (true)
        {
            using var cancellation = new CancellationTokenSource();
            var read = device.ReadAsync(destination, cancellation.Token).AsTask();
            if (random.Next(4) == 0) cancellation.Cancel();
            var result = read.GetAwaiter().GetResult();
            rounds[0]++;
            if (result.Errno == Errno.EIO && networkInterface.IsGone && device.GetStatistics().Held == 0) return;
            Assert.Contains(result.Errno, new[] { Errno.OK, Errno.EINTR, Errno.EAGAIN, Errno.EIO });
            Check(result, destination, ref last);
        }
    }

    private void ReadNow()
    {
        var destination = new byte[BufferBytes];
        ulong last = 0;
        while (!networkInterface.IsGone)
        {
            var result = device.Read(destination);
            Assert.Contains(result.Errno, new[] { Errno.OK, Errno.EAGAIN, Errno.EIO });
            Check(result, destination, ref last);
            rounds[1]++;
            Thread.Yield();
        }
    }

    // Each reader sees the frames in their order, gaps allowed, never one twice.
    private void Check(ReadResult result, byte[] destination, ref ulong last)
    {
        if (result.Errno != Errno.OK) return;
        var records = CapturedRecord.ParseAll(destination.AsSpan(0, result.LengthBytes));
        Assert.Equal(result.RecordCount, records.Count);
        Assert.NotEmpty(records);
        foreach (var record in records)
        {
            var number = BinaryPrimitives.ReadUInt64BigEndian(record.Bytes);
            Assert.True(number > last, $"{number} after {last}");
            last = number;
        }

        Interlocked.Add(ref readCount, result.RecordCount);
        Interlocked.Add(ref readBytes, result.LengthBytes);
    }

    private void Control()
    {
        var random = new Random(3);
        while (!networkInterface.IsGone)
        {
            var errno = random.Next(6) switch
            {
                0 => device.Flush(DeviceRig.Owner),
                1 => device.SetImmediate(DeviceRig.Owner, random.Next(2) == 0),
                2 => device.SetReadTimeout(DeviceRig.Owner, 0, random.Next(2) * 1000),
                3 => device.SetFilter(DeviceRig.Owner, random.Next(2) == 0 ? null : DeviceRig.Answer((uint)random.Next(8, 300))),
                4 => device.GetReadableBytes(DeviceRig.Owner, out _),
                _ => device.SetPromiscuous(DeviceRig.Owner),
            };
            Assert.True(errno is Errno.OK or Errno.EIO || networkInterface.IsGone, errno.ToString());
            rounds[2]++;
            Thread.Yield();
        }
    }

    private void Watch()
    {
        var last = default(GlobalStatistics);
        while (!networkInterface.IsGone)
        {
            DeviceRig.AssertBooksBalance(device);
            var now = table.GetStatistics();
            Assert.True(now.Received >= last.Received && now.Captured >= last.Captured && now.Dropped >= last.Dropped, $"{now} after {last}");
            last = now;
            Assert.Equal(Errno.OK, table.GetPeers(isAdministrator: true, 0, 0, out var peers));
            Assert.Contains(peers, peer => peer.Minor == device.Minor);
            _ = device.IsReadable;
            rounds[3]++;
            Thread.Yield();
        }
    }

    private void OpenAndClose()
    {
        var destination = new byte[BufferBytes];
        while (!networkInterface.IsGone)
        {
            if (OpenAttached() is not { } passing) return;
            passing.SetImmediate(DeviceRig.Owner, true);
            var read = passing.ReadAsync(destination).AsTask();
            if (rounds[4] % 2 == 0) read.GetAwaiter().GetResult();
            Assert.Equal(Errno.OK, table.Close(passing));
            Assert.Contains(read.GetAwaiter().GetResult().Errno, new[] { Errno.OK, Errno.ENXIO, Errno.EIO });
            DeviceRig.AssertBooksBalance(passing);
            Assert.Equal(0, passing.GetLifetime().Held);
            rounds[4]++;
        }
    }

    // Null once the interface is gone.
    private BpfDevice? OpenAttached()
    {
        Assert.Equal(Errno.OK, table.Open(BpfDeviceTable.CloningMinor, DeviceRig.Owner, out var opened));
        long length = BufferBytes;
        Assert.Equal(Errno.OK, opened!.SetBufferLength(DeviceRig.Owner, ref length));
        if (opened.SetInterface(DeviceRig.Owner, networkInterface) == Errno.OK) return opened;
        Assert.True(networkInterface.IsGone);
        table.Close(opened);
        return null;
    }
}
