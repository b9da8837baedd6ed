using System.Net;
using System.Net.Http.Headers;
using WebCap.Tests.Support;

namespace WebCap.Tests.Recordings;

/// <summary>Downloads: whole, in ranges, extracts.</summary>
public sealed class DownloadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARecordingOfOneFileIsThatFile()
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await RecordAsync(rig, 100);
        using var answer = await rig.Api.GetAsync($"/api/recordings/{id}/file.pcapng", Cancellation);
        Assert.Equal(await File.ReadAllBytesAsync(rig.PathOf(id), Cancellation), await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal("application/x-pcapng", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Matches(@"^webcap-script0-\d{8}T\d{6}Z\.pcapng$", answer.Content.Headers.ContentDisposition!.FileName!);

        using var known = new HttpRequestMessage(HttpMethod.Get, $"/api/recordings/{id}/file.pcapng");
        known.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await rig.Api.SendAsync(known, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Theory]
    [InlineData("pcapng")]
    [InlineData("pcap")]
    public async Task ARecordingOfManyFilesIsOneDownloadAndCanBeTakenInRanges(string format)
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await RecordAsync(rig, 100, new() { ["filePackets"] = 7, ["format"] = format });
        var whole = await rig.DownloadAsync(id, extension: format);
        Assert.Equal(Enumerable.Range(0, 100).Select(number => (long)number), ReadFile.Of(whole).Numbers);

        List<byte> assembled = [];
        for (var start = 0; start < whole.Length; start += 999)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/recordings/{id}/file.{format}");
            request.Headers.Range = new RangeHeaderValue(start, Math.Min(start + 998, whole.Length - 1));
            using var answer = await rig.Api.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
            assembled.AddRange(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        }

        Assert.Equal(whole, assembled);
        Assert.Equal(7, ReadFile.Of(await rig.Api.GetByteArrayAsync($"/api/recordings/{id}/files/2", Cancellation)).Frames.Count);
    }

    [Theory]
    [InlineData("pcapng")]
    [InlineData("pcap")]
    public async Task AnExtractHasWhatTheFilterAcceptsAndNothingElse(string format)
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await rig.RecordAsync(new() { ["filePackets"] = 900, ["format"] = format });
        // Of all lengths, so that pieces of the file end everywhere within packets: 3,000 frames are some nine pieces.
        var frame = new byte[1514];
        for (var i = 0; i < 3000; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(frame, i);
            rig.Source.Send(frame.AsSpan(0, 60 + (i * 7 % 1455)), 1_700_000_000 + i);
            // The device's buffers are small here, and nothing may be lost.
            if (i % 300 == 299) await rig.WaitForPacketsAsync(id, i + 1);
        }

        await rig.WaitForPacketsAsync(id, 3000);
        await rig.StopAsync(id);
        int[] odd = [.. Enumerable.Range(0, 3000).Where(i => i % 2 == 1)];
        // The last byte of the number: ether[7] is the lowest of eight.
        Assert.Equal(odd.Select(i => (long)i), ReadFile.Of(await rig.DownloadAsync(id, "?filter=ether[7] %26 1 = 1", format)).Numbers);
        Assert.Equal(
            odd.Where(i => i is >= 1000 and < 2000).Select(i => (long)i),
            ReadFile.Of(await rig.DownloadAsync(id, "?filter=ether[7] %26 1 = 1&from=1700001000&to=1700002000.0", format)).Numbers);
        Assert.Equal(
            [10L, 11L],
            ReadFile.Of(await rig.DownloadAsync(id, "?from=2023-11-14T22:13:30Z&to=2023-11-14T22:13:32Z", format)).Numbers);
        Assert.Empty(ReadFile.Of(await rig.DownloadAsync(id, "?filter=less 10", format)).Numbers);
        Assert.Equal(3000, ReadFile.Of(await rig.DownloadAsync(id, "?filter=greater 1", format)).Frames.Count);
    }

    [Fact]
    public async Task ARecordingThatRunsCanBeDownloadedUpToItsLastPacket()
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await rig.RecordAsync();
        rig.Source.Send(123);
        await rig.WaitForPacketsAsync(id, 123);
        Assert.Equal(123, ReadFile.Of(await rig.DownloadAsync(id)).Frames.Count);
        await rig.StopAsync(id);
    }

    [Theory]
    [InlineData("file?format=pcapn", "pcap or pcapng")]
    [InlineData("files/1?format=csv", "pcap or pcapng")]
    [InlineData("file.pcapng?filter=tcp prot 80", "prot")]
    [InlineData("file.pcapng?from=yesterday", "from and to")]
    [InlineData("file.pcapng?from=20&to=10", "from and to")]
    [InlineData("file.pcapng?to=99999999999999999999999999", "from and to")]
    public async Task WhatCannotBeAskedForIsRefusedInWords(string path, string words)
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await RecordAsync(rig, 1);
        using var answer = await rig.Api.GetAsync($"/api/recordings/{id}/{path}", Cancellation);
        var problem = await Problem.OfAsync(answer);
        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.Contains(words, problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/recordings/..%2f..%2fwebcap.db/file.pcapng")]
    [InlineData("/api/recordings/1/files/..%2frecording.json")]
    [InlineData("/api/recordings/1/files/0")]
    [InlineData("/api/recordings/1/files/-1")]
    [InlineData("/api/recordings/%2e%2e/file.pcapng")]
    [InlineData("/api/recordings/000001%00/file.pcapng")]
    [InlineData("/api/recordings/1/recording.json")]
    [InlineData("/api/recordings/9223372036854775807/file.pcapng")]
    [InlineData("/api/recordings/-1/file.pcapng")]
    public async Task NoAddressLeadsOutOfTheFolder(string path)
    {
        await using var rig = await RecordingRig.StartAsync();
        await RecordAsync(rig, 1);
        using var answer = await rig.Api.GetAsync(path, Cancellation);
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
    }

    [Fact]
    public async Task AViewerSeesTheListAndGetsNoPackets()
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await RecordAsync(rig, 1);
        var viewer = rig.Server.Bearer(await rig.Server.IssueAsync("viewer"));
        using var list = await viewer.GetAsync("/api/recordings", Cancellation);
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        foreach (var path in new[] { "file", "file.pcapng", "file.pcap", "files/1", "files/1?format=pcap" })
        {
            using var answer = await viewer.GetAsync($"/api/recordings/{id}/{path}", Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    private static async Task<long> RecordAsync(RecordingRig rig, int frames, Dictionary<string, object>? body = null)
    {
        var id = await rig.RecordAsync(body);
        rig.Source.Send(frames);
        await rig.WaitForPacketsAsync(id, frames);
        await rig.StopAsync(id);
        return id;
    }
}
