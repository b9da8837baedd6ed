using Microsoft.Extensions.DependencyInjection;
using WebCap.Recordings;
using WebCap.Tests.Support;

namespace WebCap.Tests.Recordings;

/// <summary>
/// What a new life of the service makes of what the last one left (R8). A data folder that is copied while a recording runs is what a kill leaves
/// behind: everything that the system was given, and nothing that the process still had.
/// </summary>
public sealed class RestartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnInterruptedRecordingSaysSoAndCountsWhatItsFilesHave()
    {
        using var left = new TemporaryFolder();
        long id;
        await using (var rig = await RecordingRig.StartAsync())
        {
            id = await rig.RecordAsync();
            rig.Source.Send(100);
            await rig.WaitForPacketsAsync(id, 100);
            CopyFolder(rig.Server.Options.Data, left.FullPath);
        }

        var file = Path.Combine(left.FullPath, "recordings", "000001", "000001.pcapng");
        // In the middle of the last packet.
        using (var cut = File.OpenWrite(file)) cut.SetLength(cut.Length - 30);
        await using var next = await RecordingRig.StartAsync(data: left);

        var recording = await next.FindAsync(id);
        Assert.Equal((RecordingState.Interrupted, "The service ended while it ran."), (recording.State, recording.Reason));
        Assert.Equal((99, 99), (recording.Books.Packets, recording.Files[0].Packets));
        Assert.Equal(99, RecordingRig.Read(file).Frames.Count);
        Assert.Equal(99, ReadFile.Of(await next.DownloadAsync(id)).Frames.Count);
        Assert.NotNull(recording.EndedAt);
    }

    [Fact]
    public async Task WhatARingHadDeletedStaysCountedAsFarAsTheCatalogueWasTold()
    {
        using var left = new TemporaryFolder();
        await using (var rig = await RecordingRig.StartAsync(options => options with { CheckpointInterval = TimeSpan.FromDays(1) }))
        {
            var id = await rig.RecordAsync(new() { ["filePackets"] = 10, ["ringFiles"] = 2 });
            rig.Source.Send(15);
            await rig.WaitForPacketsAsync(id, 15);
            await rig.Recordings.CheckpointAsync(Assert.Single(rig.Recordings.Runs));
            // The files that the catalogue knows are deleted after it was told.
            rig.Source.Send(30);
            await rig.WaitForPacketsAsync(id, 45);
            CopyFolder(rig.Server.Options.Data, left.FullPath);
        }

        await using var next = await RecordingRig.StartAsync(data: left);
        var recording = await next.FindAsync(1);
        Assert.Equal([(4, 10L), (5, 5L)], recording.Files.Select(file => (file.Number, file.Packets)));
        Assert.Equal((15 + 15, 15 + 15), (recording.Books.Packets, recording.Books.Received));
    }

    [Fact]
    public async Task AStandingRecordingGoesOnAfterAStopAndAfterAKill()
    {
        using var left = new TemporaryFolder();
        using var data = new TemporaryFolder();
        await using (var rig = await RecordingRig.StartAsync(data: data))
        {
            await rig.RecordAsync(new() { ["standing"] = true, ["comment"] = "kept" });
            CopyFolder(data.FullPath, left.FullPath);
        }

        foreach (var (folder, state) in new[] { (left, RecordingState.Interrupted), (data, RecordingState.Stopped) })
        {
            await using var next = await RecordingRig.StartAsync(data: folder);
            Assert.Equal(state, (await next.FindAsync(1)).State);
            var waiting = await next.FindAsync(2);
            Assert.Equal((RecordingState.Waiting, 1, "kept"), (waiting.State, waiting.Continues, waiting.Settings.Comment));
            // The interface of these tests is there only now.
            Assert.True(await next.Recordings.TryStartWaitingAsync(waiting));
            Assert.True(next.Source.IsCapturing);
            next.Source.Send(3);
            await next.WaitForPacketsAsync(2, 3);
            await next.StopAsync(2);
        }
    }

    [Fact]
    public async Task ALostCatalogueIsPutTogetherFromTheFiles()
    {
        using var data = new TemporaryFolder();
        await using (var rig = await RecordingRig.StartAsync(data: data))
        {
            var id = await rig.RecordAsync(new() { ["filter"] = "len > 1", ["filePackets"] = 10, ["ringFiles"] = 2, ["comment"] = "kept" });
            rig.Source.Send(45);
            await rig.WaitForPacketsAsync(id, 45);
            await rig.StopAsync(id);
        }

        foreach (var path in Directory.GetFiles(data.FullPath, "webcap.db*")) File.Delete(path);
        Directory.CreateDirectory(Path.Combine(data.FullPath, "recordings", "000007"));
        Directory.CreateDirectory(Path.Combine(data.FullPath, "recordings", "not one"));
        await using var next = await RecordingRig.StartAsync(data: data);

        var recording = Assert.Single(await next.Recordings.ListAsync(cancellation: Cancellation));
        Assert.Equal((1, RecordingState.Stopped, "len > 1", "kept"), (recording.Id, recording.State, recording.Settings.Filter, recording.Settings.Comment));
        Assert.Equal([(4, 10L), (5, 5L)], recording.Files.Select(file => (file.Number, file.Packets)));
        Assert.Equal((45, 45), (recording.Books.Packets, recording.Books.Received));
        Assert.Equal(15, ReadFile.Of(await next.DownloadAsync(1)).Frames.Count);
    }

    [Fact]
    public async Task AStopOfTheServiceEndsFilesWithTheirBooks()
    {
        using var data = new TemporaryFolder();
        await using (var rig = await RecordingRig.StartAsync(data: data))
        {
            var id = await rig.RecordAsync();
            rig.Source.Send(20);
            await rig.WaitForPacketsAsync(id, 20);
        }

        var file = RecordingRig.Read(Path.Combine(data.FullPath, "recordings", "000001", "000001.pcapng"));
        Assert.Equal((20, 20ul), (file.Frames.Count, file.Statistics!.Delivered));
        await using var next = await RecordingRig.StartAsync(data: data);
        var recording = await next.FindAsync(1);
        Assert.Equal((RecordingState.Stopped, "The service was stopped."), (recording.State, recording.Reason));
    }

    [Fact]
    public async Task WhatIsTooOldOrTooMuchIsDeletedOldestFirst()
    {
        var time = new ManualTime();
        await using var rig = await RecordingRig.StartAsync(options => options with { MaxAge = TimeSpan.FromDays(3) }, time: time);
        await rig.StopAsync(await rig.RecordAsync());
        time.Advance(TimeSpan.FromDays(2));
        await rig.StopAsync(await rig.RecordAsync());
        var running = await rig.RecordAsync();
        time.Advance(TimeSpan.FromDays(2));
        await RetainAsync(rig, new RecordingOptions { MaxAge = TimeSpan.FromDays(3) });
        Assert.Equal("3 2", await IdsAsync(rig));

        await RetainAsync(rig, new RecordingOptions { TotalBytes = 1 });
        Assert.Equal($"{running}", await IdsAsync(rig));
        Assert.Single(Directory.GetDirectories(rig.Folder));
    }

    private static async Task<string> IdsAsync(RecordingRig rig) =>
        string.Join(' ', (await rig.Recordings.ListAsync(cancellation: Cancellation)).Select(recording => recording.Id));

    private static async Task RetainAsync(RecordingRig rig, RecordingOptions options)
    {
        using var keeper = ActivatorUtilities.CreateInstance<RecordingKeeper>(rig.Server.Services, options);
        await keeper.RetainAsync();
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var path in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            // The lock of the one that runs is not for its copy.
            if (Path.GetFileName(path) != "lock") File.Copy(path, target);
        }
    }
}
