using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>The capture filter: what it says while it is typed, and what passes it.</summary>
public class FilterTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    // The browser itself reports a refused compilation on the console.
    private const string Refused = "400";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tcp prot 80")]
    [InlineData("host")]
    [InlineData("port 99999999")]
    public async Task AWrongFilterShowsTheCompilersWordsWhileItIsTyped(string expression)
    {
        await using var pair = await VethPair.CreateAsync();
        using var answer = await server.Api.PostAsJsonAsync("/api/filters/compile", new { expression, @interface = pair.Near }, Cancellation);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("EINVAL", problem.GetProperty("errno").GetString());

        await using var visit = await chromium.VisitAsync(server, $"/?i={pair.Near}");
        await visit.Filter.PressSequentiallyAsync(expression);
        await Expect(visit.Page.Locator("#filter-verdict")).ToContainTextAsync(problem.GetProperty("detail").GetString()!);
        await Expect(visit.Filter).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(visit.Button("Start")).ToBeDisabledAsync();

        await visit.Filter.FillAsync("tcp port 80");
        await Expect(visit.Filter).ToHaveAttributeAsync("aria-invalid", "false");
        await Expect(visit.Button("Start")).ToBeEnabledAsync();
        visit.AssertNoFaults(Refused);
    }

    [Fact]
    public async Task ADisplayFilterIsOfferedAsTheCaptureFilterThatItMeans()
    {
        await using var visit = await chromium.VisitAsync(server);
        await visit.Filter.FillAsync("tcp.port == 80");
        await visit.Button("Use tcp port 80").ClickAsync();
        await Expect(visit.Filter).ToHaveValueAsync("tcp port 80");
        await Expect(visit.Page.GetByTitle("A valid capture filter")).ToBeVisibleAsync();
        visit.AssertNoFaults(Refused);
    }

    [Fact]
    public async Task AFilterThatIsAppliedToARunningCaptureLetsOnlyMatchingPacketsThrough()
    {
        await using var pair = await VethPair.CreateAsync();
        await using var visit = await chromium.VisitAsync(server, $"/?i={pair.Near}");
        await visit.Button("Start").ClickAsync();
        await Expect(visit.Page.GetByText($"Waiting for packets on {pair.Near}")).ToBeVisibleAsync();
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        far.Send(FrameBuilder.Udp(5300, 1, "before"u8));
        await Expect(visit.Row("5300 → 1")).ToBeVisibleAsync();

        await visit.Filter.FillAsync("udp port 5301");
        await visit.Button("Apply").ClickAsync();
        await Expect(visit.Page.GetByText($"Capturing on {pair.Near}: udp port 5301")).ToBeVisibleAsync();
        far.Send(FrameBuilder.Udp(5300, 2, "refused"u8));
        far.Send(FrameBuilder.Udp(5301, 3, "passed"u8));
        await Expect(visit.Row("5301 → 3")).ToBeVisibleAsync();
        await Expect(visit.Row("5300 → 2")).ToHaveCountAsync(0);
        // The head, and the two that passed the filter of their time.
        await Expect(visit.Packets.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        visit.AssertNoFaults();
    }
}
