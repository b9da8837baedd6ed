using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WebCap.E2e.Browser;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e;

/// <summary>What is refused is refused with the device's errno and a sentence, to programs and on the page.</summary>
public class RefusalTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    private const int DeviceLimit = 16;
    private const int LargestBufferBytes = 16 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnUnknownInterfaceIsNoSuchDevice()
    {
        using var answer = await server.Api.PostAsJsonAsync("/api/devices", new { @interface = "<b>none</b>" }, Cancellation);
        await AssertProblemAsync(answer, HttpStatusCode.NotFound, "ENXIO", "BIOCSETIF");
    }

    [Fact]
    public async Task TheSeventeenthDeviceIsRefusedUntilOneIsClosed()
    {
        await using var full = await WebCapServer.StartNewAsync();
        await using var pair = await VethPair.CreateAsync();
        var body = new { @interface = pair.Near };
        var minor = 0;
        for (var i = 0; i < DeviceLimit; i++) minor = await full.OpenDeviceAsync(body, Cancellation);
        using var refused = await full.Api.PostAsJsonAsync("/api/devices", body, Cancellation);
        var detail = await AssertProblemAsync(refused, HttpStatusCode.ServiceUnavailable, "ENOBUFS", "open");

        // The page says the same sentence, and goes on saying it when the start page's parts have been loaded again.
        await using var visit = await chromium.VisitAsync(full, $"/?i={pair.Near}");
        await visit.Page.RunAndWaitForResponseAsync(() => visit.Button("Start").ClickAsync(), each => each.Url.EndsWith("/api/captures", StringComparison.Ordinal));
        await Expect(visit.Alert).ToContainTextAsync(detail);
        await Expect(visit.Alert).ToContainTextAsync("ENOBUFS");

        using var closed = await full.Api.DeleteAsync($"/api/devices/{minor}", Cancellation);
        Assert.True(closed.IsSuccessStatusCode);
        await visit.Button("Start").ClickAsync();
        await Expect(visit.Page.GetByText($"Waiting for packets on {pair.Near}")).ToBeVisibleAsync();
        await Expect(visit.Alert).ToHaveCountAsync(0);
        visit.AssertNoFaults("503");
    }

    [Fact]
    public async Task ADeviceThatIsNotOpenCannotBeWatched()
    {
        using var answer = await server.Api.GetAsync("/api/devices/9", Cancellation);
        var detail = await AssertProblemAsync(answer, HttpStatusCode.NotFound, "ENXIO", "open");

        await using var visit = await chromium.VisitAsync(server, "/watch/9");
        await Expect(visit.Alert).ToContainTextAsync(detail);
        await Expect(visit.Button("Start")).ToBeVisibleAsync();
        visit.AssertNoFaults("404");
    }

    [Fact]
    public async Task ABufferSizeOutOfRangeIsClampedAndTheAnswerSaysToWhat()
    {
        await using var pair = await VethPair.CreateAsync();
        Assert.Equal(LargestBufferBytes, await BufferBytesOfAsync(new { @interface = pair.Near, bufferBytes = long.MaxValue }));
        Assert.InRange(await BufferBytesOfAsync(new { @interface = pair.Near, bufferBytes = 1 }), 32, 4096);
        using var refused = await server.Api.PostAsJsonAsync("/api/devices", new { @interface = pair.Near, bufferBytes = -1 }, Cancellation);
        await AssertProblemAsync(refused, HttpStatusCode.BadRequest, "EINVAL", "BIOCSBLEN");
    }

    [Fact]
    public async Task ARequestWithoutATokenIsToldSoAndAPageOfAnotherSiteIsRefused()
    {
        using var stranger = new HttpClient { BaseAddress = server.Address };
        using var anonymous = await stranger.GetAsync("/api/devices", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);

        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/api/devices") { Content = JsonContent.Create(new { @interface = "lo" }) };
        foreign.Headers.Add("Origin", "https://elsewhere.example");
        using var refused = await server.Api.SendAsync(foreign, Cancellation);
        await AssertProblemAsync(refused, HttpStatusCode.Forbidden, "EPERM", "POST");
    }

    private static async Task<string> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string errno, string request)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(errno, problem.GetProperty("errno").GetString());
        Assert.Equal(request, problem.GetProperty("request").GetString());
        return problem.GetProperty("detail").GetString()!;
    }

    private async Task<int> BufferBytesOfAsync(object body)
    {
        var minor = await server.OpenDeviceAsync(body, Cancellation);
        var bytes = (await server.GetAsync($"/api/devices/{minor}", Cancellation)).GetProperty("bufferBytes").GetInt32();
        using var closed = await server.Api.DeleteAsync($"/api/devices/{minor}", Cancellation);
        return bytes;
    }
}
