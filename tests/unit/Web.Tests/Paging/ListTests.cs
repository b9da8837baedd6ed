using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WebCap.Tests.Recordings;
using WebCap.Tests.Support;
using WebCap.Tests.Uploads;

namespace WebCap.Tests.Paging;

/// <summary>Every list of the API that grows, walked by its links as a program would.</summary>
public sealed class ListTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/recordings", "id", true)]
    [InlineData("/api/audit?action=token", "id", true)]
    [InlineData("/api/tokens", "id", false)]
    [InlineData("/api/captures", "id", false)]
    [InlineData("/api/devices", "minor", false)]
    [InlineData("/api/rewind/windows", "id", false)]
    public async Task AListIsWalkedByItsLinksForwardAndBack(string address, string number, bool isNewestFirst)
    {
        await using var rig = await RecordingRig.StartAsync();
        await FillAsync(rig);
        var whole = (await GetAsync(rig.Api, address)).Numbers(number);
        Assert.True(whole.Count >= 3, $"only {whole.Count}");
        Assert.Equal(isNewestFirst ? whole.OrderDescending() : whole.Order(), whole);

        var pages = new List<Listed>();
        for (var next = address + (address.Contains('?') ? "&" : "?") + "limit=2"; next is not null; next = pages[^1].Link("next")) pages.Add(await GetAsync(rig.Api, next));
        Assert.Equal(whole, pages.SelectMany(page => page.Numbers(number)));
        Assert.All(pages, page => Assert.InRange(page.Numbers(number).Count, 1, 2));
        Assert.Null(pages[0].Link("prev"));
        for (var i = pages.Count - 1; i > 0; i--) Assert.Equal(pages[i - 1].Numbers(number), (await GetAsync(rig.Api, pages[i].Link("prev")!)).Numbers(number));
        Assert.Equal(pages[0].Numbers(number), (await GetAsync(rig.Api, pages[^1].Link("first")!)).Numbers(number));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=x")]
    [InlineData("before=1&after=1")]
    [InlineData("before=99999999999999999999")]
    public async Task WhatIsNoPageIsRefusedByEveryList(string query)
    {
        await using var server = await TestServer.StartAsync();
        foreach (var list in new[] { "recordings", "audit", "tokens", "captures", "devices", "rewind/windows" })
        {
            using var answer = await server.Bearer().GetAsync($"/api/{list}?{query}", Cancellation);
            var problem = await Problem.OfAsync(answer);
            Assert.Equal((HttpStatusCode.BadRequest, "EINVAL"), (problem.Status, problem.Errno));
        }
    }

    private static async Task FillAsync(RecordingRig rig)
    {
        for (var i = 0; i < 4; i++)
        {
            var source = new Capture.ScriptedInterface($"script{i + 1}");
            rig.AddInterface(source);
            using var recorded = await rig.Api.PostAsJsonAsync("/api/recordings", new { @interface = source.Name }, Cancellation);
            using var opened = await rig.Api.PostAsJsonAsync("/api/devices", new { @interface = source.Name }, Cancellation);
            using var kept = await rig.Api.PostAsJsonAsync("/api/rewind/windows", new { @interface = source.Name, bytes = 1024 * 1024 }, Cancellation);
            using var uploaded = await rig.Api.PostAsync($"/api/captures?name=file{i}", new ByteArrayContent(UploadFile.Pcap(1)), Cancellation);
            foreach (var answer in new[] { recorded, opened, kept, uploaded }) Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            await rig.Server.IssueAsync("viewer");
        }
    }

    private static async Task<Listed> GetAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        return new Listed(body.ValueKind == JsonValueKind.Array ? body : body.GetProperty("entries"), string.Join(", ", answer.Headers.GetValues("Link")));
    }

    private sealed record Listed(JsonElement Entries, string Links)
    {
        public IReadOnlyList<long> Numbers(string name) => [.. Entries.EnumerateArray().Select(entry => entry.GetProperty(name).GetInt64())];

        public string? Link(string relation) =>
            Links.Split(", ").SingleOrDefault(link => link.EndsWith($"; rel=\"{relation}\"", StringComparison.Ordinal))?.Split('>')[0][1..];
    }
}
