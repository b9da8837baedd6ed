using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WebCap.Tests.Recordings;
using WebCap.Tests.Support;
using WebCap.Tests.Uploads;

namespace WebCap.Tests.Downloads;

/// <summary>What RFC 9110 lets a client ask of a file: its head, parts of it, and only if it is or is not what the client has.</summary>
public sealed class RangeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files => ["recording", "its file", "upload"];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task AFileHasAStrongTagAndIsNotSentAgain(string kind)
    {
        await using var rig = await RecordingRig.StartAsync();
        var address = await FileAsync(rig, kind);
        using var first = await rig.Api.GetAsync(address, Cancellation);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.False(first.Headers.ETag!.IsWeak);
        Assert.Equal(["bytes"], first.Headers.AcceptRanges);
        Assert.NotNull(first.Content.Headers.ContentDisposition!.FileName);
        Assert.NotNull(first.Content.Headers.ContentDisposition.FileNameStar);

        using var again = await SendAsync(rig, address, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancellation));
        using var other = await SendAsync(rig, address, request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\"")));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var changed = await SendAsync(rig, address, request => request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"other\"")));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "If-Match"), ((await Problem.OfAsync(changed)).Status, (await Problem.OfAsync(changed)).Request));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task APartIsSentWhileTheTagIsTheSameAndAllOfItOtherwise(string kind)
    {
        await using var rig = await RecordingRig.StartAsync();
        var address = await FileAsync(rig, kind);
        using var answer = await rig.Api.GetAsync(address, Cancellation);
        var whole = await answer.Content.ReadAsByteArrayAsync(Cancellation);

        foreach (var (range, start, end) in new[] { ("bytes=10-19", 10, 20), ("bytes=100-", 100, whole.Length), ("bytes=-7", whole.Length - 7, whole.Length), ($"bytes=3-{whole.Length + 99}", 3, whole.Length) })
        {
            using var part = await SendAsync(rig, address, request =>
            {
                request.Headers.Range = RangeHeaderValue.Parse(range);
                request.Headers.IfRange = new RangeConditionHeaderValue(answer.Headers.ETag!);
            });
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(new ContentRangeHeaderValue(start, end - 1, whole.Length), part.Content.Headers.ContentRange);
            Assert.Equal(whole[start..end], await part.Content.ReadAsByteArrayAsync(Cancellation));
        }

        using var other = await SendAsync(rig, address, request =>
        {
            request.Headers.Range = new RangeHeaderValue(10, 19);
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\""));
        });
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(whole, await other.Content.ReadAsByteArrayAsync(Cancellation));

        using var beyond = await SendAsync(rig, address, request => request.Headers.Range = new RangeHeaderValue(whole.Length, null));
        var problem = await Problem.OfAsync(beyond);
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, "EINVAL", "Range"), (problem.Status, problem.Errno, problem.Request));
        Assert.Equal(new ContentRangeHeaderValue(whole.Length), beyond.Content.Headers.ContentRange);
        Assert.Null(beyond.Content.Headers.ContentDisposition);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task TheHeadIsWhatTheAnswerWouldBeWithoutItsBytes(string kind)
    {
        await using var rig = await RecordingRig.StartAsync();
        var address = await FileAsync(rig, kind);
        using var whole = await rig.Api.GetAsync(address, Cancellation);
        using var head = await rig.Api.SendAsync(new HttpRequestMessage(HttpMethod.Head, address), Cancellation);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(whole.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(whole.Content.Headers.ContentDisposition, head.Content.Headers.ContentDisposition);
        Assert.Equal(whole.Headers.ETag, head.Headers.ETag);
    }

    [Fact]
    public async Task TheTagOfARecordingChangesWithItsBytes()
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await rig.RecordAsync();
        HashSet<string> tags = [];
        for (var packets = 1; packets <= 3; packets++)
        {
            rig.Source.Send(1);
            await rig.WaitForPacketsAsync(id, packets);
            using var answer = await rig.Api.GetAsync($"/api/recordings/{id}/file", Cancellation);
            Assert.True(tags.Add(answer.Headers.ETag!.Tag));
        }

        await rig.StopAsync(id);
        using var ended = await rig.Api.GetAsync($"/api/recordings/{id}/file", Cancellation);
        Assert.True(tags.Add(ended.Headers.ETag!.Tag));
    }

    [Fact]
    public async Task WhatIsMadeWhileItIsSentHasNoTagAndNoRangesAndAHeadThatCostsNothing()
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await RecordAsync(rig);
        var upload = await UploadAsync(rig);
        using var opened = await rig.Api.PostAsJsonAsync("/api/devices", new { @interface = rig.Source.Name }, Cancellation);
        var minor = (await opened.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("minor").GetInt32();
        string[] made =
        [
            $"/api/recordings/{id}/file?filter=tcp", $"/api/recordings/{id}/file.pcap", $"/api/recordings/{id}/files/1?format=pcap", $"{upload}?format=pcapng",
            $"/api/devices/{minor}/recent.pcapng", $"/api/devices/{minor}/recent.pcap",
        ];
        foreach (var address in made)
        {
            using var answer = await SendAsync(rig, address, request => request.Headers.Range = new RangeHeaderValue(0, 9));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            AssertMade(answer);
            Assert.True((await answer.Content.ReadAsByteArrayAsync(Cancellation)).Length > 9);
        }

        // The live ones never end, and a head does.
        foreach (var address in made.Concat([$"/api/devices/{minor}/live.pcapng", $"/api/devices/{minor}/live.pcap"]))
        {
            using var head = await rig.Api.SendAsync(new HttpRequestMessage(HttpMethod.Head, address), Cancellation);
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
            AssertMade(head);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
        }

        var device = await rig.Api.GetFromJsonAsync<JsonElement>($"/api/devices/{minor}", Cancellation);
        Assert.Equal(0, device.GetProperty("viewers").GetInt32());

        static void AssertMade(HttpResponseMessage answer)
        {
            Assert.Equal(["none"], answer.Headers.AcceptRanges);
            Assert.Null(answer.Headers.ETag);
            Assert.NotNull(answer.Content.Headers.ContentDisposition?.FileNameStar);
        }
    }

    [Fact]
    public async Task WhoOnlyLooksAtTheHeadIsNotNotedAsHavingTakenIt()
    {
        await using var rig = await RecordingRig.StartAsync();
        foreach (var kind in Files) using (await rig.Api.SendAsync(new HttpRequestMessage(HttpMethod.Head, await FileAsync(rig, kind)), Cancellation)) { }
        Assert.Empty(await NotedAsync(rig));
        foreach (var kind in Files) using (await rig.Api.GetAsync(await FileAsync(rig, kind), Cancellation)) { }
        Assert.Equal(3, (await NotedAsync(rig)).Count);
    }

    private static async Task<List<JsonElement>> NotedAsync(RecordingRig rig) =>
        [.. (await rig.Api.GetFromJsonAsync<JsonElement>("/api/audit", Cancellation)).GetProperty("entries").EnumerateArray()
            .Where(entry => entry.GetProperty("action").GetString()!.EndsWith(".download", StringComparison.Ordinal))];

    private static async Task<HttpResponseMessage> SendAsync(RecordingRig rig, string address, Action<HttpRequestMessage> set)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        set(request);
        return await rig.Api.SendAsync(request, Cancellation);
    }

    private static async Task<string> FileAsync(RecordingRig rig, string kind) => kind switch
    {
        "recording" => $"/api/recordings/{await RecordAsync(rig)}/file",
        "its file" => $"/api/recordings/{await RecordAsync(rig)}/files/2",
        _ => await UploadAsync(rig),
    };

    private static async Task<long> RecordAsync(RecordingRig rig)
    {
        var id = await rig.RecordAsync(new() { ["filePackets"] = 4 });
        rig.Source.Send(10);
        await rig.WaitForPacketsAsync(id, 10);
        await rig.StopAsync(id);
        return id;
    }

    private static async Task<string> UploadAsync(RecordingRig rig)
    {
        using var answer = await rig.Api.PostAsync("/api/captures?name=na%C3%AFve.pcap", new ByteArrayContent(UploadFile.Pcap(9)), Cancellation);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return $"{answer.Headers.Location}/file";
    }
}
