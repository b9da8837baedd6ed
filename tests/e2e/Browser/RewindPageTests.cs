using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>The page of the past: a window that is made there, a capture that begins with it, and a trigger that saves it.</summary>
public class RewindPageTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWindowIsMadeOnThePageAndACaptureBeginsWithWhatItKept()
    {
        await using var pair = await VethPair.CreateAsync();
        await using var visit = await chromium.VisitAsync(server, "/rewind");
        await visit.Page.GetByLabel("Interface", new() { Exact = true }).SelectOptionAsync(pair.Near);
        await visit.Page.GetByLabel("Only frames that match").FillAsync("udp");
        await visit.Button("Keep a window").ClickAsync();
        var window = visit.Page.GetByRole(AriaRole.Listitem, new() { Name = $"Window of {pair.Near}", Exact = true });
        await Expect(window).ToContainTextAsync("keeping");

        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        for (var i = 0; i < 5; i++) far.Send(FrameBuilder.Udp((ushort)(7000 + i), 53, FrameBuilder.DnsQuery((ushort)i, "before", "example")));
        await Expect(window).ToContainTextAsync("5 packets of the last");

        await visit.Page.GotoAsync($"{server.Address}?i={pair.Near}");
        await visit.Button("Capture options").ClickAsync();
        await visit.Page.GetByLabel("Begin with").SelectOptionAsync(new SelectOptionValue { Value = "60" });
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Filter.FillAsync("udp src port 7001 or udp src port 7003 or udp src port 9000");
        await visit.Button("Start").ClickAsync();
        await Expect(visit.Row("before.example")).ToHaveCountAsync(2);
        far.Send(FrameBuilder.Udp(9000, 53, FrameBuilder.DnsQuery(9, "after", "example")));
        await Expect(visit.Row("after.example").GetByRole(AriaRole.Gridcell).First).ToHaveTextAsync("3");
        visit.AssertNoFaults();
    }

    [Fact]
    public async Task ATriggerIsMadeOnThePageAndWhatItSavesHasThePacketMarked()
    {
        await using var pair = await VethPair.CreateAsync();
        using (var made = await server.Api.PostAsJsonAsync("/api/rewind/windows", new { @interface = pair.Near }, Cancellation)) made.EnsureSuccessStatusCode();
        await using var visit = await chromium.VisitAsync(server, "/rewind");
        var window = visit.Page.GetByRole(AriaRole.Listitem, new() { Name = $"Window of {pair.Near}", Exact = true });
        await window.GetByText("New trigger").ClickAsync();
        await window.GetByLabel("Name").FillAsync("lookup");
        await window.GetByLabel("When frames match").FillAsync("udp prt 53");
        await window.GetByLabel("Seconds after").FillAsync("1");
        await window.GetByRole(AriaRole.Button, new() { Name = "Wait for it" }).ClickAsync();
        // What is wrong is said, and what was typed is still there.
        await Expect(window.GetByRole(AriaRole.Alert)).ToContainTextAsync("prt");
        await window.GetByLabel("When frames match").FillAsync("udp port 53");
        await window.GetByRole(AriaRole.Button, new() { Name = "Wait for it" }).ClickAsync();
        var trigger = window.GetByRole(AriaRole.Listitem, new() { Name = "Trigger lookup" });
        await Expect(trigger).ToContainTextAsync("watching");

        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        far.Send(FrameBuilder.Udp(1, 2, "before"u8));
        far.Send(FrameBuilder.Udp(4000, 53, FrameBuilder.DnsQuery(1, "fault", "example")));
        far.Send(FrameBuilder.Udp(3, 4, "after"u8));
        await Expect(trigger).ToContainTextAsync("fired once");
        var link = trigger.GetByRole(AriaRole.Link);
        await Expect(link).ToContainTextAsync("recording ");
        var id = int.Parse((await link.InnerTextAsync()).Split(' ')[1], CultureInfo.InvariantCulture);

        JsonElement saved;
        do saved = await server.GetAsync($"/api/recordings/{id}", Cancellation);
        while (saved.GetProperty("state").GetString() == "recording");
        Assert.Equal(3, saved.GetProperty("packets").GetInt64());
        var file = Path.Combine(server.Data, "recordings", id.ToString("D6", CultureInfo.InvariantCulture), "000001.pcapng");
        var marked = await Command.RunAsync("tshark", ["-r", file, "-Y", "frame.comment contains \"fired here\"", "-T", "fields", "-e", "frame.number", "-e", "dns.qry.name"], Cancellation);
        Assert.Equal("2\tfault.example", marked.Trim());

        await link.ClickAsync();
        await Expect(visit.Page.GetByText("Saved by the trigger lookup (udp port 53).")).ToBeVisibleAsync();
        visit.AssertNoFaults("400");
    }
}
