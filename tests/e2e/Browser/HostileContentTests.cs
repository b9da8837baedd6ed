using System.Net.Http.Json;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>What strangers put on the wire, and colleagues into names, is text on the page and nothing else.</summary>
public class HostileContentTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    private const string Image = "<img src=x onerror=alert(1)>";
    private const string Script = "<script>alert(2)</script>";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MarkupInADnsNameIsShownAsItIsWritten()
    {
        await using var visit = await ShowAsync(FrameBuilder.Udp(40000, 53, FrameBuilder.DnsQuery(1, Image, Script, "end")));
        await Expect(visit.Row(Image)).ToContainTextAsync(Script);
        await visit.Row(Image).ClickAsync();
        await Expect((await visit.FieldAsync($"Name: {Image}")).First).ToBeVisibleAsync();
        await AssertHarmlessAsync(visit);
    }

    [Fact]
    public async Task MarkupInARequestLineIsShownAsItIsWritten()
    {
        await using var visit = await ShowAsync(FrameBuilder.Tcp(40000, 80, 1, System.Text.Encoding.UTF8.GetBytes($"GET /{Image}{Script} HTTP/1.1\r\nHost: {Script}\r\n\r\n")));
        await Expect(visit.Row("HTTP")).ToContainTextAsync($"GET /{Image}{Script} HTTP/1.1");
        await visit.Row("HTTP").ClickAsync();
        await Expect((await visit.FieldAsync($"Host: {Script}")).First).ToBeVisibleAsync();
        await AssertHarmlessAsync(visit);
    }

    [Fact]
    public async Task CharactersThatTurnTextAroundOrDriveATerminalAreShownAsEscapes()
    {
        await using var visit = await ShowAsync(FrameBuilder.Udp(40000, 53, FrameBuilder.DnsQuery(1, "a\u202egpj.exe", "\u001b[31mred", "nul\0", "end")));
        await Expect(visit.Row("DNS")).ToContainTextAsync(@"a\u202egpj");
        await Expect(visit.Row("DNS")).ToContainTextAsync(@"\x1b[31mred");
        await visit.Row("DNS").ClickAsync();
        await Expect((await visit.FieldAsync(@"\u202egpj")).First).ToBeVisibleAsync();
        await AssertHarmlessAsync(visit);
    }

    [Fact]
    public async Task MarkupInTheNameOfASavedFilterIsShownAsItIsWritten()
    {
        using var saved = await server.Api.PostAsJsonAsync("/api/filters/saved", new { name = Image, expression = "udp port 1" }, Cancellation);
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(Cancellation));
        await using var visit = await chromium.VisitAsync(server);
        await visit.Button("Saved filters").ClickAsync();
        await Expect(visit.Page.GetByTitle("Use this filter")).ToContainTextAsync(Image);
        await AssertHarmlessAsync(visit);
    }

    [Fact]
    public async Task MarkupInTheAddressIsAFilterThatIsWrong()
    {
        await using var visit = await chromium.VisitAsync(server, $"/?i={Uri.EscapeDataString(Image)}&f={Uri.EscapeDataString(Script)}");
        await Expect(visit.Filter).ToHaveValueAsync(Script);
        await Expect(visit.Filter).ToHaveAttributeAsync("aria-invalid", "true");
        await AssertHarmlessAsync(visit, "400");
    }

    private static async Task AssertHarmlessAsync(Visit visit, params string[] provoked)
    {
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.querySelector('img') === null"));
        Assert.True(await visit.Page.EvaluateAsync<bool>("![...document.scripts].some(script => script.textContent.includes('alert'))"));
        var text = await visit.Page.EvaluateAsync<string>("document.documentElement.textContent");
        Assert.DoesNotContain('\u202e', text);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\0', text);
        visit.AssertNoFaults(provoked);
    }

    private async Task<Visit> ShowAsync(byte[] frame)
    {
        await using var pair = await VethPair.CreateAsync();
        var minor = await server.OpenDeviceAsync(new { @interface = pair.Near, immediate = true, leaseSeconds = 60 }, Cancellation);
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        far.Send(frame);
        var visit = await chromium.VisitAsync(server, $"/watch/{minor}");
        await visit.Row("198.51.100.1").WaitForAsync();
        return visit;
    }
}
