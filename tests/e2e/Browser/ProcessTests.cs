using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>Real processes of this machine behind packets on its loopback interface: in the list, in the fields, in the file.</summary>
public class ProcessTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    // A process may call itself anything; the server shows what is not plain byte by byte.
    private const string Name = "w<b>eb\u001b[31m\u202e";
    private const string ShownName = @"w<b>eb\x1b[31m\xe2\x80\xae";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheListTheFieldsAndTheFileNameWhoHasAPacket()
    {
        using var process = await NamedProcess.StartAsync(Name, Cancellation);
        var ends = $"{ShownName}[{process.Id}] → {NamedProcess.Test}";
        await using var visit = await chromium.VisitAsync(server, $"/?i=lo&f=udp+port+{process.Port}");
        await Expect(visit.Button("Processes")).ToHaveAttributeAsync("aria-pressed", "false");
        await StartAsync(visit);
        await process.SendAsync("one", Cancellation);
        await Expect(visit.Row("Len=3")).ToHaveCountAsync(1);
        await Expect(visit.Packets.GetByRole(AriaRole.Columnheader)).ToHaveTextAsync(["No.", "Time", "Source", "Destination", "Protocol", "Length", "Info"]);

        // The packet was there before anybody asked whose it is.
        await visit.Row("Len=3").ClickAsync();
        await Expect(visit.Fields.GetByRole(AriaRole.Treeitem).First).ToBeVisibleAsync();
        await visit.Button("Processes").ClickAsync();
        await Expect(visit.Button("Processes")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(ProcessOf(visit.Row("Len=3"))).ToHaveTextAsync(ends);
        await Expect(visit.Packets.GetByRole(AriaRole.Columnheader, new() { Name = "Process" })).ToBeVisibleAsync();
        await Expect(visit.Fields.GetByRole(AriaRole.Treeitem).Nth(1)).ToContainTextAsync($"[Likely process: {ShownName} ({process.Id})");
        await Expect((await visit.FieldAsync($"[Sender: {ShownName}[{process.Id}]]")).First).ToBeVisibleAsync();
        await Expect((await visit.FieldAsync($"[Process ID: {Environment.ProcessId}]")).First).ToBeVisibleAsync();

        await process.SendAsync("two more", Cancellation);
        await Expect(ProcessOf(visit.Row("Len=8"))).ToHaveTextAsync(ends);

        Assert.All(await CommentsAsync(visit), comment => Assert.StartsWith($"Likely process: {ShownName} ({process.Id})", comment, StringComparison.Ordinal));
        Assert.DoesNotContain('\u202e', await visit.Page.EvaluateAsync<string>("document.documentElement.textContent"));
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.querySelector('#packet-rows b, #field-tree b') === null"));
        visit.AssertNoFaults();
    }

    [Fact]
    public async Task TheSwitchIsRememberedAndTakesTheNamesAway()
    {
        using var process = await NamedProcess.StartAsync("remembered", Cancellation);
        await using var visit = await chromium.VisitAsync(server, $"/?i=lo&f=udp+port+{process.Port}");
        await visit.Button("Processes").ClickAsync();
        await StartAsync(visit);
        await process.SendAsync("one", Cancellation);
        await Expect(ProcessOf(visit.Row("Len=3"))).ToContainTextAsync("remembered");

        await visit.Page.ReloadAsync();
        await Expect(visit.Button("Processes")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(ProcessOf(visit.Row("Len=3"))).ToContainTextAsync("remembered");

        // Also when the capture is over.
        await visit.Button("Stop").ClickAsync();
        await Expect(visit.Button("Start")).ToBeVisibleAsync();
        await Expect(ProcessOf(visit.Row("Len=3"))).ToContainTextAsync("remembered");
        await visit.Row("Len=3").ClickAsync();
        await Expect(visit.Fields.GetByRole(AriaRole.Treeitem).Nth(1)).ToContainTextAsync("[Likely process: remembered");

        await visit.Button("Processes").ClickAsync();
        await Expect(visit.Packets.GetByRole(AriaRole.Columnheader, new() { Name = "Process" })).ToHaveCountAsync(0);
        await Expect(visit.Fields.GetByText("Likely process")).ToHaveCountAsync(0);
        Assert.All(await CommentsAsync(visit), Assert.Empty);
        await visit.Page.ReloadAsync();
        await Expect(visit.Button("Processes")).ToHaveAttributeAsync("aria-pressed", "false");
        visit.AssertNoFaults("404");
    }

    [Fact]
    public async Task APlaybackHasNoProcessesToShow()
    {
        var interfaces = await server.GetAsync("/api/interfaces", Cancellation);
        var replay = interfaces.EnumerateArray().First(each => each.GetProperty("kind").GetString() == "replay").GetProperty("name").GetString();
        await using var visit = await chromium.VisitAsync(server, "/?i=lo");
        await visit.Button("Processes").ClickAsync();
        await Expect(visit.Button("Processes")).ToHaveAttributeAsync("aria-pressed", "true");
        await visit.Page.GetByLabel("Interface", new() { Exact = true }).SelectOptionAsync(replay!);
        await Expect(visit.Button("Processes")).ToBeDisabledAsync();
        await Expect(visit.Page.GetByTitle("of no process on the server")).ToBeVisibleAsync();
        await visit.Button("Start").ClickAsync();
        await Expect(visit.Packets.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await Expect(visit.Packets.GetByRole(AriaRole.Columnheader, new() { Name = "Process" })).ToHaveCountAsync(0);
        visit.AssertNoFaults();
    }

    [Fact]
    public async Task AServerThatTellsNobodySaysSoAndTheSwitchGoesBack()
    {
        await using var silent = await WebCapServer.StartNewAsync("--no-processes");
        await using var visit = await chromium.VisitAsync(silent, "/?i=lo&f=udp+port+9");
        await StartAsync(visit);
        await visit.Button("Processes").ClickAsync();
        await Expect(visit.Alert).ToContainTextAsync("started with --no-processes");
        await Expect(visit.Button("Processes")).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(visit.Button("Stop")).ToBeVisibleAsync();
        visit.AssertNoFaults();
    }

    [Theory]
    [InlineData("viewer", null, "need the operator role")]
    [InlineData("operator", "udp", "Your token has limits")]
    public async Task WhoMayNotKnowCannotAsk(string role, string? filter, string reason)
    {
        using var made = await server.Api.PostAsJsonAsync("/api/tokens", new { name = role, role, filter, days = 1 }, Cancellation);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Cancellation));
        var token = (await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("token").GetString();
        await using var visit = await chromium.VisitAsync();
        await visit.Page.GotoAsync($"{server.Address}?i=lo#token={token}");
        await Expect(visit.Button("Processes")).ToBeDisabledAsync();
        await Expect(visit.Page.GetByTitle(reason)).ToBeVisibleAsync();
        visit.AssertNoFaults();
    }

    private static ILocator ProcessOf(ILocator row) => row.Locator(".process");

    private static async Task StartAsync(Visit visit)
    {
        await visit.Button("Start").ClickAsync();
        await Expect(visit.Page.GetByText("Waiting for packets that match")).ToBeVisibleAsync();
    }

    // The comment of each packet in the page's file, empty for none, as tshark reads it.
    private static async Task<string[]> CommentsAsync(Visit visit)
    {
        await visit.Page.GetByTitle("Save the packets").ClickAsync();
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = "The packets in this page" }).ClickAsync());
        var lines = await Command.RunAsync("tshark", ["-n", "-r", await download.PathAsync(), "-T", "json", "-e", "frame.number", "-e", "frame.comment"], Cancellation);
        using var document = JsonDocument.Parse(lines);
        return [.. document.RootElement.EnumerateArray().Select(packet =>
            packet.GetProperty("_source").GetProperty("layers").TryGetProperty("frame.comment", out var comment) ? comment[0].GetString()! : "")];
    }
}
