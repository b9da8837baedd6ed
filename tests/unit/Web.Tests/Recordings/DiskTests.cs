using System.Diagnostics;
using Bpf.Engine.Device;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Capture;
using WebCap.Recordings;
using WebCap.Tests.Support;

namespace WebCap.Tests.Recordings;

/// <summary>A disk that is full (R13), a database that is locked (R14): what is on the wire goes on.</summary>
public sealed class DiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static bool CanMount => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    [Theory(Skip = "needs root, for a small file system of its own", SkipUnless = nameof(CanMount))]
    [InlineData("pcapng")]
    [InlineData("pcap")]
    public async Task AFullDiskEndsTheRecordingWithAWholeFileAndTheLiveViewGoesOn(string format)
    {
        using var disk = new TemporaryFolder();
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.FullPath);
        try
        {
            await using var rig = await RecordingRig.StartAsync(options => options with { Folder = disk.FullPath });
            var sessions = rig.Server.Services.GetRequiredService<CaptureSessions>();
            var (session, _) = sessions.Open(new OpenRequest { Interface = rig.Source.Name }, new DeviceOwner("test"));
            var id = await rig.RecordAsync(new() { ["format"] = format });
            const int Frames = 20_000;
            for (var sent = 0; sent < Frames; sent += 100) rig.Source.Send(100);
            var ended = await rig.WaitAsync(id, recording => recording.State == RecordingState.Failed);

            Assert.Equal("The disk of the recordings is full.", ended.Reason);
            var file = RecordingRig.Read(rig.PathOf(id, extension: format));
            Assert.Equal(ended.Books.Packets, file.Frames.Count);
            Assert.Equal(Enumerable.Range(0, file.Frames.Count).Select(number => (long)number), file.Numbers);
            Assert.True(ended.Books.Dropped > 0);
            Assert.Equal(ended.Books.Received, ended.Books.Packets + ended.Books.Dropped);
            if (format == "pcapng") Assert.Equal((ulong)ended.Books.Dropped, file.Statistics!.DroppedByInterface);
            // What was written before the end counts, not what came until somebody looked.
            Assert.InRange(ended.Books.Bytes, 500_000, 1_048_576);

            Assert.Equal(Frames, session!.Device.GetStatistics().Captured);
            rig.Source.Send(7);
            Assert.Equal(Frames + 7, session.Device.GetStatistics().Captured);
            await sessions.CloseAsync(session, "closed by the test");
        }
        finally
        {
            await RunAsync("umount", disk.FullPath);
        }
    }

    [Fact(Skip = "needs root, for a small file system of its own", SkipUnless = nameof(CanMount))]
    public async Task ARecordingEndsBeforeItTakesTheRoomThatIsToBeKept()
    {
        using var disk = new TemporaryFolder();
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.FullPath);
        try
        {
            await using var rig = await RecordingRig.StartAsync(options => options with { Folder = disk.FullPath, KeepFreeBytes = 800 * 1024 });
            var id = await rig.RecordAsync();
            // 300 KiB with their headers, which leaves less than is to be kept, and more than none.
            rig.Source.Send(3000);
            var ended = await rig.WaitAsync(id, recording => recording.State == RecordingState.Failed);

            Assert.Contains("--recording-keep-free", ended.Reason, StringComparison.Ordinal);
            Assert.Equal(3000, ended.Books.Packets);
            var file = RecordingRig.Read(rig.PathOf(id));
            Assert.Equal((3000, 3000ul), (file.Frames.Count, file.Statistics!.Delivered));
        }
        finally
        {
            await RunAsync("umount", disk.FullPath);
        }
    }

    [Fact]
    public async Task ALockedDatabaseStopsNoRecordingAndLearnsOfItsEndLater()
    {
        using var data = new TemporaryFolder();
        await using var rig = await RecordingRig.StartAsync(options => options with { CheckpointInterval = TimeSpan.Zero }, data);
        var id = await rig.RecordAsync(new() { ["stopPackets"] = 30 });
        using (var other = new SqliteConnection($"Data Source={data.File("webcap.db")};Pooling=False"))
        {
            other.Open();
            other.Execute("begin exclusive");
            rig.Source.Send(30);
            await rig.WaitAsync(id, recording => recording.State == RecordingState.Stopped);
            Assert.Equal(30, RecordingRig.Read(rig.PathOf(id)).Frames.Count);
            other.Execute("rollback");
        }

        var catalogue = rig.Server.Services.GetRequiredService<RecordingCatalogue>();
        while (await catalogue.FindAsync(id, Cancellation) is not { State: RecordingState.Stopped, Books.Packets: 30 }) await Task.Delay(10, Cancellation);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var complaint = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"{program}: {complaint}");
    }
}
