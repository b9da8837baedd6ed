using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>A desktop and a telephone, by day and by night: everything fits, nothing scrolls sideways.</summary>
public class ScreenTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    [Theory]
    [InlineData(1280, 800, ColorScheme.Light)]
    [InlineData(1280, 800, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    public async Task EveryPageFitsTheWidthOfTheScreen(int width, int height, ColorScheme scheme)
    {
        await using var pair = await VethPair.CreateAsync();
        await using var visit = await chromium.VisitAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        await visit.Page.GotoAsync(server.Address.ToString());
        await Expect(visit.Page.GetByLabel("Access token")).ToBeVisibleAsync();
        await AssertFitsAsync(visit, scheme, "sign-in");

        await visit.Page.GotoAsync($"{server.Address}?i={pair.Near}#token={server.Token}");
        // The address differs in its fragment and query only; a reload makes sure that the page reads it.
        await visit.Button($"Capture on {pair.Near}").WaitForAsync();
        await AssertFitsAsync(visit, scheme, "interfaces");

        await visit.Button("Start").ClickAsync();
        await Expect(visit.Page.GetByText($"Waiting for packets on {pair.Near}")).ToBeVisibleAsync();
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        far.Send(FrameBuilder.Udp(40000, 53, FrameBuilder.DnsQuery(1, new string('w', 60), new string('x', 60), new string('y', 60), "example")));
        await visit.Row("DNS").ClickAsync();
        // Where there is no room for three panes the fields have come to the front.
        await Expect(visit.Fields.GetByRole(AriaRole.Treeitem).First).ToBeVisibleAsync();
        await AssertFitsAsync(visit, scheme, "capture");
        await visit.Button("Processes").ClickAsync();
        await Expect(visit.Button("Processes")).ToHaveAttributeAsync("aria-pressed", "true");
        await AssertFitsAsync(visit, scheme, "capture with processes");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Devices" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Open devices" }).GetByText(pair.Near)).ToBeVisibleAsync();
        await AssertFitsAsync(visit, scheme, "devices");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Access" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Tokens", Exact = true }).GetByText("admin").First).ToBeVisibleAsync();
        await AssertFitsAsync(visit, scheme, "tokens");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Audit log" }).ClickAsync();
        await Expect(visit.Page.GetByText("device.open").First).ToBeVisibleAsync();
        await AssertFitsAsync(visit, scheme, "audit");
        visit.AssertNoFaults("401");
    }

    private static async Task AssertFitsAsync(Visit visit, ColorScheme scheme, string name)
    {
        Assert.Equal(scheme == ColorScheme.Dark, await visit.Page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches"));
        // What the eye sees: the page's own background is dark in the dark and light in the light.
        var lightness = await visit.Page.EvaluateAsync<double>(
            """
            () => {
              const canvas = document.createElement('canvas').getContext('2d');
              canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
              canvas.fillRect(0, 0, 1, 1);
              return canvas.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((sum, part) => sum + part) / 765;
            }
            """);
        Assert.True(scheme == ColorScheme.Dark ? lightness < 0.3 : lightness > 0.7, $"{name}: the background's lightness is {lightness}");
        Assert.True(
            await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth"),
            $"{name} scrolls sideways: {await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")} px");
    }
}
