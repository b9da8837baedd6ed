using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>Lost connections, restarts and leases: the page goes on where it stopped, or says why it cannot and what is missing.</summary>
public class ReconnectTests(Chromium chromium)
{
    private const string Reconnecting = "The connection to the server is lost; trying again.";

    // What the browser itself says on the console about a connection that broke.
    private static readonly string[] ConnectionLost = ["WebSocket", "Failed to load resource"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FramesSentWhileTheConnectionIsCutArriveAfterItWithoutGapOrDuplicate()
    {
        await using var server = await WebCapServer.StartNewAsync();
        await using var pair = await VethPair.CreateAsync();
        await using var proxy = new CuttableProxy(server.Address);
        var minor = await server.OpenDeviceAsync(new { @interface = pair.Near, immediate = true }, Cancellation);
        await using var visit = await WatchAsync(server, proxy, minor);
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        await SendAsync(server, far, minor, from: 0, count: 3);
        await Expect(visit.Row("9002 → 9")).ToBeVisibleAsync();

        proxy.Cut();
        await Expect(visit.Page.GetByText(Reconnecting)).ToBeVisibleAsync();
        await SendAsync(server, far, minor, from: 3, count: 3);
        await MendAsync(visit, proxy);
        await Expect(visit.Row("9005 → 9")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText(Reconnecting)).ToHaveCountAsync(0);
        await SendAsync(server, far, minor, from: 6, count: 2);
        await Expect(visit.Row("9007 → 9")).ToBeVisibleAsync();

        await Expect(visit.Packets.Locator(".no[role=gridcell]")).ToHaveTextAsync(["1", "2", "3", "4", "5", "6", "7", "8"]);
        await Expect(visit.Packets.Locator(".info[role=gridcell]")).ToHaveTextAsync(
            Enumerable.Range(9000, 8).Select(port => string.Create(CultureInfo.InvariantCulture, $"{port} → 9 Len=1000")));
        visit.AssertNoFaults(ConnectionLost);
    }

    [Fact]
    public async Task WhatTheBacklogForgotMeanwhileIsARowWithTheExactNumberMissing()
    {
        // Room for four batches of one frame of a thousand bytes, not for five.
        await using var server = await WebCapServer.StartNewAsync("--backlog-bytes", "5000");
        await using var pair = await VethPair.CreateAsync();
        await using var proxy = new CuttableProxy(server.Address);
        var minor = await server.OpenDeviceAsync(new { @interface = pair.Near, immediate = true }, Cancellation);
        await using var visit = await WatchAsync(server, proxy, minor);
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        await SendAsync(server, far, minor, from: 0, count: 2);
        await Expect(visit.Row("9001 → 9")).ToBeVisibleAsync();

        proxy.Cut();
        await Expect(visit.Page.GetByText(Reconnecting)).ToBeVisibleAsync();
        await SendAsync(server, far, minor, from: 2, count: 10);
        await MendAsync(visit, proxy);

        // Twelve frames: two came before, the backlog has the last four.
        await Expect(visit.Row("9011 → 9")).ToBeVisibleAsync();
        await Expect(visit.Row("6 packets are missing (the connection was lost)")).ToHaveCountAsync(1);
        await Expect(visit.Packets.Locator(".no[role=gridcell]")).ToHaveTextAsync(["1", "2", "9", "10", "11", "12"]);
        visit.AssertNoFaults(ConnectionLost);
    }

    [Fact]
    public async Task AProcessThatBeganWhileTheConnectionWasCutIsNamedAfterIt()
    {
        await using var server = await WebCapServer.StartNewAsync();
        await using var proxy = new CuttableProxy(server.Address);
        using var before = await NamedProcess.StartAsync("before", Cancellation);
        var minor = await server.OpenDeviceAsync(new { @interface = "lo", immediate = true, filter = $"udp dst port {before.Port}" }, Cancellation);
        await using var visit = await WatchAsync(server, proxy, minor);
        await visit.Button("Processes").ClickAsync();
        await before.SendAsync("one", Cancellation);
        await Expect(visit.Row("Len=3").Locator(".process")).ToContainTextAsync($"before[{before.Id}]");

        proxy.Cut();
        await Expect(visit.Page.GetByText(Reconnecting)).ToBeVisibleAsync();
        using var during = await NamedProcess.StartAsync("during", Cancellation, before);
        await during.SendAsync("other", Cancellation);
        await MendAsync(visit, proxy);
        await Expect(visit.Row("Len=5").Locator(".process")).ToContainTextAsync($"during[{during.Id}]");
        await Expect(visit.Row("Len=3").Locator(".process")).ToContainTextAsync($"before[{before.Id}]");
        visit.AssertNoFaults(ConnectionLost);
    }

    [Fact]
    public async Task AfterARestartOfTheServerThePageSaysThatTheCaptureHasEnded()
    {
        await using var server = await WebCapServer.StartNewAsync();
        await using var pair = await VethPair.CreateAsync();
        var minor = await server.OpenDeviceAsync(new { @interface = pair.Near, immediate = true }, Cancellation);
        await using var visit = await chromium.VisitAsync(server, $"/watch/{minor}");
        await Expect(visit.Page.GetByText($"Waiting for packets on {pair.Near}")).ToBeVisibleAsync();
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        await SendAsync(server, far, minor, from: 0, count: 1);
        await Expect(visit.Row("9000 → 9")).ToBeVisibleAsync();

        await server.RestartAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "The capture has ended" })).ToBeVisibleAsync();
        await Expect(visit.Row("9000 → 9")).ToBeVisibleAsync();
        visit.AssertNoFaults(ConnectionLost);
    }

    [Fact]
    public async Task ADeviceWhoseLeaseRanOutWhileThePageWasAwayIsSaidToBeClosed()
    {
        await using var server = await WebCapServer.StartNewAsync();
        await using var pair = await VethPair.CreateAsync();
        await using var proxy = new CuttableProxy(server.Address);
        var minor = await server.OpenDeviceAsync(new { @interface = pair.Near, immediate = true, leaseSeconds = 5 }, Cancellation);
        // Somebody else watches until the page does, however long that takes it.
        var other = await LiveDownload.OpenAsync(server, minor, Cancellation);
        await using var visit = await WatchAsync(server, proxy, minor);
        other.Dispose();

        proxy.Cut();
        while (await IsOpenAsync(server, minor)) Cancellation.ThrowIfCancellationRequested();
        await MendAsync(visit, proxy);
        await Expect(visit.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "its lease ran out" })).ToBeVisibleAsync();
        visit.AssertNoFaults(ConnectionLost);
    }

    [Fact]
    public async Task AnInterfaceThatDisappearsEndsTheCaptureWithThatSentence()
    {
        await using var server = await WebCapServer.StartNewAsync();
        await using var visit = await chromium.VisitAsync();
        await using (var pair = await VethPair.CreateAsync())
        {
            await visit.Page.GotoAsync($"{server.Address}?i={pair.Near}#token={server.Token}");
            await visit.Button("Start").ClickAsync();
            await Expect(visit.Page.GetByText($"Waiting for packets on {pair.Near}")).ToBeVisibleAsync();
        }

        await Expect(visit.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "has disappeared" })).ToBeVisibleAsync();
        visit.AssertNoFaults();
    }

    /// <summary>The page is told as by a network that is back, so that it does not wait for its next attempt.</summary>
    private static async Task MendAsync(Visit visit, CuttableProxy proxy)
    {
        proxy.Mend();
        await visit.Page.EvaluateAsync("dispatchEvent(new Event('online'))");
    }

    private async Task<Visit> WatchAsync(WebCapServer server, CuttableProxy proxy, int minor)
    {
        var visit = await chromium.VisitAsync();
        await visit.Page.GotoAsync($"{proxy.Address}watch/{minor}#token={server.Token}");
        await Expect(visit.Page.GetByText("Waiting for packets")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByTitle("Connected", new() { Exact = true })).ToBeVisibleAsync();
        return visit;
    }

    /// <summary>Frames from source port 9000 on, each in a batch of its own: the next is sent when the one before has been read.</summary>
    private static async Task SendAsync(WebCapServer server, FrameSocket socket, int minor, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            socket.Send(FrameBuilder.Udp((ushort)(9000 + i), 9, new byte[1000]));
            while (await DeliveredAsync(server, minor) <= i) Cancellation.ThrowIfCancellationRequested();
        }
    }

    private static async Task<long> DeliveredAsync(WebCapServer server, int minor) =>
        (await server.GetAsync($"/api/devices/{minor}/stats", Cancellation)).GetProperty("delivered").GetInt64();

    private static async Task<bool> IsOpenAsync(WebCapServer server, int minor)
    {
        using var answer = await server.Api.GetAsync($"/api/devices/{minor}", Cancellation);
        return answer.IsSuccessStatusCode;
    }
}
