using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>The page that shows what netstat -B shows, and that closes devices.</summary>
public class DevicesPageTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ADeviceIsARowInTheShapeOfNetstatWhoseCountersFollowTheTraffic()
    {
        await using var pair = await VethPair.CreateAsync();
        var minor = await server.OpenDeviceAsync(
            new { @interface = pair.Near, filter = "udp port 5270", immediate = true, promiscuous = true, bufferBytes = 65536 }, Cancellation);
        await using var visit = await chromium.VisitAsync(server, "/devices");
        var row = RowOf(visit, "Open devices", pair.Near);
        await Expect(row.GetByRole(AriaRole.Rowheader)).ToHaveTextAsync(minor.ToString(CultureInfo.InvariantCulture));
        await ExpectCountersAsync(row, pair.Near, received: 0, captured: 0);

        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        for (var i = 0; i < 3; i++) far.Send(FrameBuilder.Udp(5270, 1, "counted"u8));
        for (var i = 0; i < 2; i++) far.Send(FrameBuilder.Udp(5271, 1, "refused by the filter"u8));
        await ExpectCountersAsync(row, pair.Near, received: 5, captured: 3);
        await Expect(row).ToContainTextAsync("65,536");
        await Expect(row).ToContainTextAsync("udp port 5270");

        // The administrator sees the same device among the peers, as net.bpf.peers lists it.
        var peers = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Active BPF peers" });
        await Expect(peers.GetByRole(AriaRole.Columnheader)).ToHaveTextAsync(["PID", "Int", "Recv", "Drop", "Capt", "Flags", "Bufsize", "Comm"]);
        var peer = RowOf(visit, "Active BPF peers", pair.Near).GetByRole(AriaRole.Cell);
        await Expect(peer.Nth(2)).ToHaveTextAsync("5");
        await Expect(peer.Nth(4)).ToHaveTextAsync("3");
        await Expect(peer.Nth(5)).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[IWT-]?PRS-$"));
        visit.AssertNoFaults();
    }

    [Fact]
    public async Task ClosingADeviceOnThePageClosesItAndItsRowGoes()
    {
        await using var pair = await VethPair.CreateAsync();
        var minor = await server.OpenDeviceAsync(new { @interface = pair.Near }, Cancellation);
        await using var visit = await chromium.VisitAsync(server, "/devices");
        await visit.Button($"Close device {minor}").ClickAsync();
        await Expect(RowOf(visit, "Open devices", pair.Near)).ToHaveCountAsync(0);
        using var answer = await server.Api.GetAsync($"/api/devices/{minor}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        visit.AssertNoFaults();
    }

    [Fact]
    public async Task AViewerWatchesADeviceButSeesNoPeersAndClosesAndOpensNothing()
    {
        await using var pair = await VethPair.CreateAsync();
        var minor = await server.OpenDeviceAsync(new { @interface = pair.Near, immediate = true }, Cancellation);
        using var made = await server.Api.PostAsJsonAsync("/api/tokens", new { name = "a guest", role = "viewer", days = 1 }, Cancellation);
        var token = (await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("token").GetString();
        await using var visit = await chromium.VisitAsync();
        await visit.Page.GotoAsync($"{server.Address}devices#token={token}");

        await Expect(RowOf(visit, "Open devices", pair.Near)).ToBeVisibleAsync();
        await Expect(visit.Button($"Close device {minor}")).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Active BPF peers" })).ToHaveCountAsync(0);

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = $"Watch device {minor}" }).ClickAsync();
        await Expect(visit.Page.GetByText($"Waiting for packets on {pair.Near}")).ToBeVisibleAsync();
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        far.Send(FrameBuilder.Udp(4000, 5270, "seen"u8));
        await Expect(visit.Row("4000 → 5270")).ToBeVisibleAsync();

        // Leaving keeps the device open for its owner, and a new capture is refused with the reason.
        await visit.Button("Leave").ClickAsync();
        await Expect(visit.Button("Start")).ToBeDisabledAsync();
        using var answer = await server.Api.GetAsync($"/api/devices/{minor}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        visit.AssertNoFaults();
    }

    private static ILocator RowOf(Visit visit, string region, string text) =>
        visit.Page.GetByRole(AriaRole.Region, new() { Name = region, Exact = true }).GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    private static async Task ExpectCountersAsync(ILocator row, string interfaceName, int received, int captured)
    {
        // Pid, Int, Recv, Drop, Capt; the minor before them is the row's head.
        var cells = row.GetByRole(AriaRole.Cell);
        await Expect(cells.Nth(1)).ToHaveTextAsync(interfaceName);
        await Expect(cells.Nth(2)).ToHaveTextAsync($"{received}");
        await Expect(cells.Nth(3)).ToHaveTextAsync("0");
        await Expect(cells.Nth(4)).ToHaveTextAsync($"{captured}");
    }
}
