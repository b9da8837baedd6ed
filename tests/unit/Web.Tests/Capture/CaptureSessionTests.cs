using System.Buffers.Binary;
using System.Text;
using Bpf.Engine.Device;
using Bpf.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using WebCap.Capture;

namespace WebCap.Tests.Capture;

public class CaptureSessionTests
{
    private static readonly DeviceOwner Owner = new("test");

    private readonly ScriptedInterface source = new();
    private readonly BpfDeviceTable table = new(new DeviceLimits { MaxBufferBytes = 1 << 20 }, TimeProvider.System);

    [Fact]
    public async Task AViewerGetsTheStateThenEveryRecordOnceAndInOrder()
    {
        var session = Open();
        var feed = session.Join(0)!;
        source.Send(1000);

        var viewer = new Viewer(feed);
        await viewer.ReadUntilAsync(1000);

        Assert.Equal(BatchKind.State, viewer.FirstKind);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), viewer.Frames);
        await CloseAsync(session);
    }

    [Fact]
    public async Task ViewersWhoJoinWhileRecordsFlowMissNothingAndSeeNothingTwice()
    {
        const int Total = 20_000;
        const int Run = 200;
        var session = Open(new CaptureOptions { ImmediateInterval = TimeSpan.Zero });
        var first = new Viewer(session.Join(0)!);
        List<Task<Viewer>> late = [];
        for (var sent = 0; sent < Total; sent += Run)
        {
            // On a thread of its own, so that it meets the pump at another moment each time.
            if (sent % (Run * 2) == 0) late.Add(Task.Run(() => JoinLateAsync(session, Total), TestContext.Current.CancellationToken));
            source.Send(Run);
            // Paced by the first viewer, so that the device's buffers never overflow and every record must arrive.
            await first.ReadUntilAsync(sent + Run);
        }

        foreach (var viewer in await Task.WhenAll(late))
        {
            Assert.Equal(viewer.Frames, viewer.Numbers);
            Assert.Equal(Enumerable.Range(0, Total).Select(i => (long)i), viewer.Frames);
        }

        await CloseAsync(session);
    }

    [Fact]
    public async Task WhoComesBackWithinTheBacklogGoesOnWhereItLeft()
    {
        var session = Open();
        var feed = session.Join(0)!;
        source.Send(100);
        await new Viewer(feed).ReadUntilAsync(100);
        session.Leave(feed);

        source.Send(50);
        var viewer = new Viewer(session.Join(100)!);
        await viewer.ReadUntilAsync(50);

        Assert.Equal(Enumerable.Range(100, 50).Select(i => (long)i), viewer.Frames);
        Assert.Equal(100, viewer.Numbers[0]);
        await CloseAsync(session);
    }

    [Fact]
    public async Task WhoComesBackTooLateCanTellHowManyRecordsAreMissing()
    {
        // The backlog is smaller than any batch, so it keeps none.
        var session = Open(new CaptureOptions { BacklogBytes = 100 });
        var feed = session.Join(0)!;
        var first = new Viewer(feed);
        source.Send(10);
        await first.ReadUntilAsync(10);
        var other = new Viewer(session.Join(long.MaxValue)!);
        session.Leave(feed);
        source.Send(10);
        await other.ReadUntilAsync(10);

        var back = new Viewer(session.Join(10)!);
        source.Send(5);
        await back.ReadUntilAsync(5);

        Assert.Equal(20, back.Numbers[0]);
        Assert.Equal(back.Frames, back.Numbers);
        await CloseAsync(session);
    }

    [Fact]
    public async Task AStalledViewerLosesItsOwnOldestRecordsAndNobodyElses()
    {
        // Three batches of ten records fit into a feed.
        var recordBytes = (int)RecordHeader.SizeOf(ScriptedInterface.FrameBytes);
        var session = Open(new CaptureOptions { FeedBytes = 30 * recordBytes, ImmediateInterval = TimeSpan.Zero });
        var stalled = session.Join(long.MaxValue)!;
        var reading = new Viewer(session.Join(long.MaxValue)!);
        for (var sent = 10; sent <= 1000; sent += 10)
        {
            source.Send(10);
            await reading.ReadUntilAsync(sent);
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), reading.Frames);
        Assert.Equal(970, stalled.DroppedRecords);
        var late = new Viewer(stalled);
        await late.ReadUntilAsync(30);
        Assert.Equal(Enumerable.Range(970, 30).Select(i => (long)i), late.Frames);
        Assert.Equal(970, late.FeedDropped);
        Assert.Equal(970, session.FeedDropped);
        await CloseAsync(session);
    }

    [Fact]
    public async Task TheBooksAddUpAtEveryBatch()
    {
        var session = Open();
        var viewer = new Viewer(session.Join(0)!);
        for (var sent = 7; sent <= 700; sent += 7)
        {
            source.Send(7);
            await viewer.ReadUntilAsync(sent);
        }

        Assert.All(viewer.Headers, header => Assert.Equal(header.Captured, header.Delivered + header.Dropped + header.Held));
        Assert.Equal(700, viewer.Headers[^1].Received);
        Assert.Equal(700, viewer.Headers[^1].InterfaceReceived);
        await CloseAsync(session);
    }

    [Fact]
    public async Task WhenTheInterfaceDisappearsTheRestIsDeliveredAndThenTheReason()
    {
        var session = Open();
        var feed = session.Join(0)!;
        source.Send(3);
        source.Disappear();

        var viewer = new Viewer(feed);
        await viewer.ReadToEndAsync();

        Assert.Equal([0, 1, 2], viewer.Frames);
        Assert.Contains("script0", viewer.EndReason, StringComparison.Ordinal);
        await CloseAsync(session);
    }

    [Fact]
    public async Task ClosingEndsEveryStreamWithTheReasonGiven()
    {
        var session = Open();
        var viewer = new Viewer(session.Join(0)!);

        await CloseAsync(session, "closed for the test");
        await viewer.ReadToEndAsync();

        Assert.Equal("closed for the test", viewer.EndReason);
        Assert.Equal(0, source.Tap.DeviceCount);
        Assert.False(source.IsCapturing);
    }

    [Fact]
    public async Task ADeviceHasNoMoreViewersThanItMay()
    {
        var session = Open(new CaptureOptions { ViewersPerDevice = 2 });
        var first = session.Join(0)!;
        Assert.NotNull(session.Join(0));

        Assert.Null(session.Join(0));
        session.Leave(first);
        Assert.NotNull(session.Join(0));
        await CloseAsync(session);
    }

    private static async Task<Viewer> JoinLateAsync(CaptureSession session, int total)
    {
        var viewer = new Viewer(session.Join(0)!);
        await viewer.ReadUntilAsync(total);
        return viewer;
    }

    private CaptureSession Open(CaptureOptions? options = null)
    {
        Assert.Equal(Errno.OK, table.Open(BpfDeviceTable.CloningMinor, Owner, out var device));
        long bufferBytes = 1 << 20;
        Assert.Equal(Errno.OK, device!.SetBufferLength(Owner, ref bufferBytes));
        Assert.Equal(Errno.OK, device.SetImmediate(Owner, true));
        Assert.Equal(Errno.OK, device.SetInterface(Owner, source));
        return new CaptureSession(device, source, new SessionSettings("", 262144, "", TimeSpan.Zero), null, options ?? new CaptureOptions(), TimeProvider.System, NullLogger.Instance);
    }

    private async Task CloseAsync(CaptureSession session, string reason = "over")
    {
        await session.CloseAsync(reason);
        table.Close(session.Device);
    }

    /// <summary>Reads a feed as a hub's sender would and writes down what came.</summary>
    private sealed class Viewer(ViewerFeed feed)
    {
        private readonly IAsyncEnumerator<FeedItem> items =
            feed.ReadAllAsync(TimeSpan.FromSeconds(1), CancellationToken.None).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        public BatchKind? FirstKind { get; private set; }

        /// <summary>The number inside each frame.</summary>
        public List<long> Frames { get; } = [];

        /// <summary>The number that the session gives each record.</summary>
        public List<long> Numbers { get; } = [];

        public List<BatchHeader> Headers { get; } = [];

        public string? EndReason { get; private set; }

        public long FeedDropped { get; private set; }

        public async Task ReadUntilAsync(int recordCount)
        {
            while (Frames.Count < recordCount) Assert.True(await ReadOneAsync(), "the stream ended early");
        }

        public async Task ReadToEndAsync()
        {
            while (await ReadOneAsync())
            {
            }
        }

        private async Task<bool> ReadOneAsync()
        {
            if (!await items.MoveNextAsync()) return false;
            var bytes = new byte[items.Current.LengthBytes];
            items.Current.CopyTo(bytes);
            Assert.True(BatchHeader.TryRead(bytes, out var header, out var payload));
            FirstKind ??= header.Kind;
            FeedDropped = header.FeedDropped;
            if (header.Kind == BatchKind.End) EndReason = Encoding.UTF8.GetString(payload);
            if (header.Kind != BatchKind.Records) return true;

            Headers.Add(header);
            var number = header.FirstRecord;
            var records = new RecordReader(payload);
            while (records.TryRead(out _, out var frame))
            {
                Frames.Add(BinaryPrimitives.ReadInt64BigEndian(frame));
                Numbers.Add(number++);
            }

            Assert.False(records.IsMalformed);
            Assert.Equal(header.FirstRecord + header.RecordCount, number);
            return true;
        }
    }
}
