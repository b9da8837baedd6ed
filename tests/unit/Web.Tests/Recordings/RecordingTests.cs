using System.Net;
using System.Net.Http.Json;
using Bpf.Wire;
using WebCap.Recordings;
using WebCap.Tests.Capture;
using WebCap.Tests.Support;

namespace WebCap.Tests.Recordings;

/// <summary>Starting, stopping, limits, rings, standing recordings.</summary>
public sealed class RecordingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatIsOnTheWireIsInTheFileWithTheBooksBehindIt()
    {
        await using var rig = await RecordingRig.StartAsync();
        rig.Source.KernelDropped = 5;
        var id = await rig.RecordAsync(new() { ["filter"] = "len >= 60", ["comment"] = "why the till was slow" });
        rig.Source.KernelDropped = 7;
        rig.Source.Send(new byte[20], 1_700_000_100);
        rig.Source.Send(1000);
        await rig.WaitForPacketsAsync(id, 1000);
        var stopped = await rig.StopAsync(id);

        var file = RecordingRig.Read(rig.PathOf(id));
        Assert.Equal(Enumerable.Range(1, 1000).Select(number => (long)number), file.Numbers);
        Assert.Equal((1_700_000_000, 999u), file.Times[^1]);
        Assert.Equal((rig.Source.Name, "len >= 60", LinkType.Ethernet), (file.Interface.Name, file.Interface.Filter, file.Interface.LinkType));
        Assert.Equal((1001ul, 1000ul, 1000ul), (file.Statistics!.Received, file.Statistics.Accepted, file.Statistics.Delivered));
        Assert.Equal((0ul, 2ul), (file.Statistics.DroppedByInterface, file.Statistics.DroppedBySystem));
        Assert.True(File.ReadAllBytes(rig.PathOf(id)).AsSpan().IndexOf("why the till was slow"u8) > 0);

        Assert.Equal("stopped", stopped.GetProperty("state").GetString());
        Assert.Equal("It was stopped by admin.", stopped.GetProperty("reason").GetString());
        var books = (await rig.FindAsync(id)).Books;
        Assert.Equal(new RecordingBooks(Received: 1001, Rejected: 1, Packets: 1000, Dropped: 0, KernelDropped: 2, new FileInfo(rig.PathOf(id)).Length), books);
        Assert.False(rig.Source.IsCapturing);
    }

    [Fact]
    public async Task APcapFileHasTheSamePacketsAndTimes()
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await rig.RecordAsync(new() { ["format"] = "pcap" });
        rig.Source.Send(50);
        await rig.WaitForPacketsAsync(id, 50);
        await rig.StopAsync(id);

        var file = RecordingRig.Read(rig.PathOf(id, extension: "pcap"));
        Assert.Equal(Enumerable.Range(0, 50).Select(number => (long)number), file.Numbers);
        Assert.Equal((1_700_000_000, 49u), file.Times[^1]);
    }

    [Fact]
    public async Task APacketLimitIsKeptToThePacketAndTheBooksSpeakOfNothingBehindIt()
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await rig.RecordAsync(new() { ["stopPackets"] = 100 });
        rig.Source.Send(250);
        var ended = await rig.WaitAsync(id, recording => recording.State == RecordingState.Stopped);

        Assert.Equal(100, RecordingRig.Read(rig.PathOf(id)).Frames.Count);
        Assert.Equal((100, 100, 0), (ended.Books.Received, ended.Books.Packets, ended.Books.Dropped));
        Assert.Contains("limit", ended.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARingKeepsItsNewestFilesAndCountsThePacketsOfAll()
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await rig.RecordAsync(new() { ["filePackets"] = 10, ["ringFiles"] = 3 });
        rig.Source.Send(95);
        await rig.WaitForPacketsAsync(id, 95);
        await rig.StopAsync(id);

        var recording = await rig.FindAsync(id);
        Assert.Equal([(8, 10L), (9, 10L), (10, 5L)], recording.Files.Select(file => (file.Number, file.Packets)));
        Assert.Equal(95, recording.Books.Packets);
        Assert.Equal(["000008.pcapng", "000009.pcapng", "000010.pcapng", "recording.json"], Directory.GetFiles(rig.Recordings.Folder.Of(id)).Select(Path.GetFileName).Order());
        foreach (var file in recording.Files)
        {
            var read = RecordingRig.Read(rig.PathOf(id, file.Number));
            Assert.Equal((file.Number - 1) * 10, read.Numbers.First());
            Assert.Equal(((ulong)file.Packets, (ulong)file.Packets), (read.Statistics!.Received, read.Statistics.Delivered));
        }
    }

    [Fact]
    public async Task FramesThatFindNoRoomAreCountedAndStandInTheFile()
    {
        // The frames come faster than any reader: in one run, during which no reader gets in.
        await using var rig = await RecordingRig.StartAsync(options => options with { BufferBytes = 64 * 1024 });
        var id = await rig.RecordAsync();
        rig.Source.Send(10_000);
        var stopped = await rig.StopAsync(id);

        var recording = await rig.FindAsync(id);
        var dropped = stopped.GetProperty("dropped").GetInt64();
        Assert.True(dropped > 0);
        Assert.Equal(10_000, recording.Books.Received);
        Assert.Equal(10_000, recording.Books.Packets + dropped);
        var file = RecordingRig.Read(rig.PathOf(id));
        Assert.Equal((ulong)dropped, file.Statistics!.DroppedByInterface);
        Assert.Equal(recording.Books.Packets, file.Frames.Count);
    }

    [Fact]
    public async Task AStandingRecordingGoesOnWhenItsInterfaceIsBack()
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await rig.RecordAsync(new() { ["standing"] = true, ["filter"] = "ip" });
        rig.Source.Disappear();
        var ended = await rig.WaitAsync(id, recording => recording.State == RecordingState.Stopped);
        Assert.Contains("has disappeared", ended.Reason, StringComparison.Ordinal);
        var waiting = await WaitForSuccessorAsync(rig, id);
        Assert.Equal(RecordingState.Waiting, waiting.State);

        Assert.False(await rig.Recordings.TryStartWaitingAsync(waiting));
        Assert.Contains("no interface", (await rig.FindAsync(waiting.Id)).Reason, StringComparison.Ordinal);
        var back = new ScriptedInterface(rig.Source.Name);
        rig.AddInterface(back);
        await rig.Recordings.TryStartWaitingAsync(waiting);

        Assert.Equal(RecordingState.Recording, (await rig.FindAsync(waiting.Id)).State);
        Assert.True(back.IsCapturing);
        await rig.StopAsync(waiting.Id);
        Assert.DoesNotContain(await rig.Recordings.ListAsync(cancellation: Cancellation), recording => recording.State is RecordingState.Waiting or RecordingState.Recording);
    }

    [Fact]
    public async Task TheFilesAndTheirFolderAreTheOwnersAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");
        await using var rig = await RecordingRig.StartAsync();
        var id = await rig.RecordAsync();
        await rig.StopAsync(id);

        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var path in Directory.GetFileSystemEntries(rig.Folder, "*", SearchOption.AllDirectories).Append(rig.Folder))
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others);
    }

    [Fact]
    public async Task NothingIsStartedThatTheDiskHasNoRoomFor()
    {
        await using var rig = await RecordingRig.StartAsync(options => options with { KeepFreeBytes = 1L << 60 });
        using var answer = await rig.Api.PostAsJsonAsync("/api/recordings", new { @interface = rig.Source.Name }, Cancellation);
        var problem = await Problem.OfAsync(answer);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "ENOBUFS"), (problem.Status, problem.Errno));
        Assert.Contains("--recording-keep-free", problem.Detail, StringComparison.Ordinal);
        Assert.False(rig.Source.IsCapturing);
        Assert.Empty(await rig.Recordings.ListAsync(cancellation: Cancellation));
    }

    [Fact]
    public async Task OneMoreThanMayRunIsRefused()
    {
        await using var rig = await RecordingRig.StartAsync(options => options with { Count = 1 });
        var id = await rig.RecordAsync();
        using var answer = await rig.Api.PostAsJsonAsync("/api/recordings", new { @interface = rig.Source.Name }, Cancellation);
        Assert.Equal("ENOBUFS", (await Problem.OfAsync(answer)).Errno);
        await rig.StopAsync(id);
        await rig.StopAsync(await rig.RecordAsync());
    }

    [Theory]
    [InlineData("{}", "names no interface")]
    [InlineData("""{"interface":"nowhere0"}""", "no interface with that name")]
    [InlineData("""{"interface":"script0","format":"zip"}""", "format")]
    [InlineData("""{"interface":"script0","ringFiles":3}""", "when a file ends")]
    [InlineData("""{"interface":"script0","ringFiles":257,"fileSeconds":1}""", "256")]
    [InlineData("""{"interface":"script0","fileBytes":10}""", "65536")]
    [InlineData("""{"interface":"script0","stopSeconds":-1}""", "stopSeconds")]
    [InlineData("""{"interface":"script0","sync":"always"}""", "sync")]
    [InlineData("""{"interface":"script0","filter":"tcp prot 80"}""", "prot")]
    public async Task WhatMakesNoSenseIsRefusedInWords(string body, string words)
    {
        await using var rig = await RecordingRig.StartAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await rig.Api.PostAsync("/api/recordings", content, Cancellation);
        Assert.Contains(words, (await Problem.OfAsync(answer)).Detail, StringComparison.Ordinal);
        Assert.False(rig.Source.IsCapturing);
    }

    [Fact]
    public async Task WhatRunsIsNotDeletedAndWhatIsDeletedIsGone()
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await rig.RecordAsync();
        using (var early = await rig.Api.DeleteAsync($"/api/recordings/{id}", Cancellation)) Assert.Equal("EBUSY", (await Problem.OfAsync(early)).Errno);
        await rig.StopAsync(id);
        using (var answer = await rig.Api.DeleteAsync($"/api/recordings/{id}", Cancellation)) Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        using (var again = await rig.Api.DeleteAsync($"/api/recordings/{id}", Cancellation)) Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Empty(Directory.GetFileSystemEntries(rig.Folder));
        // Its number is not given to another.
        Assert.True(await rig.RecordAsync() > id);
    }

    [Fact]
    public async Task TheListIsPagedNewestFirst()
    {
        await using var rig = await RecordingRig.StartAsync();
        for (var i = 0; i < 3; i++) await rig.StopAsync(await rig.RecordAsync());
        Assert.Equal("3 2", await IdsAsync("?limit=2"));
        Assert.Equal("1", await IdsAsync("?limit=2&before=2"));
        Assert.Empty(await IdsAsync("?before=1"));

        async Task<string> IdsAsync(string query) => string.Join(
            ' ',
            (await rig.Api.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/recordings" + query, Cancellation)).EnumerateArray().Select(one => one.GetProperty("id").GetInt64()));
    }

    private static async Task<Recording> WaitForSuccessorAsync(RecordingRig rig, long id)
    {
        while (true)
        {
            var all = await rig.Recordings.ListAsync(cancellation: Cancellation);
            if (all.FirstOrDefault(recording => recording.Continues == id) is { } found) return found;
            await Task.Delay(10, Cancellation);
        }
    }
}
