using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>From the first click to the last byte: frames on a wire, and what the page shows and saves of them.</summary>
public class CaptureTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    // Where an Ethernet frame has IPv4's UDP header, and the two digits and the space of a byte in the hex pane.
    private const int UdpOffset = 34;
    private const int CellCharacters = 3;

    [Fact]
    public async Task AFrameOnTheWireBecomesARowATreeAndBytes()
    {
        await using var pair = await VethPair.CreateAsync();
        await using var visit = await chromium.VisitAsync(server, $"/?i={pair.Near}");
        await visit.Filter.FillAsync("udp port 53");
        await Expect(visit.Page.GetByTitle("A valid capture filter")).ToBeVisibleAsync();
        await visit.Button("Start").ClickAsync();
        await Expect(visit.Page.GetByText("Waiting for packets that match udp port 53")).ToBeVisibleAsync();

        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        far.Send(FrameBuilder.Udp(4000, 5270, "not DNS"u8));
        var frame = FrameBuilder.Udp(40123, 53, FrameBuilder.DnsQuery(0xbeef, "host", "example"));
        far.Send(frame);

        var row = visit.Row("DNS");
        await Expect(row.GetByRole(AriaRole.Gridcell)).ToHaveTextAsync(
            ["1", "0.000000", "198.51.100.1", "198.51.100.2", "DNS", $"{frame.Length}", "Standard query 0xbeef A host.example"]);
        await Expect(visit.Packets.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);

        await row.ClickAsync();
        await Expect(row).ToHaveAttributeAsync("aria-selected", "true");
        await (await visit.FieldAsync("Transaction ID: 0xbeef")).ClickAsync();
        await Expect(visit.Bytes.Locator("mark.selected").First).ToHaveTextAsync("be ef");

        await ClickByteAsync(visit, UdpOffset + 1);
        await Expect(visit.Fields.GetByRole(AriaRole.Treeitem, new() { Selected = true })).ToContainTextAsync("Source Port: 40123");
        await Expect(visit.Bytes.Locator("mark.selected").First).ToHaveTextAsync(Convert.ToHexStringLower(frame.AsSpan(UdpOffset, 2)).Insert(2, " "));
        visit.AssertNoFaults();
    }

    [Fact]
    public async Task TheDownloadOfThePageHoldsTheFramesByteForByte()
    {
        await using var pair = await VethPair.CreateAsync();
        await using var visit = await chromium.VisitAsync(server, $"/?i={pair.Near}");
        await visit.Button("Start").ClickAsync();
        await Expect(visit.Page.GetByText($"Waiting for packets on {pair.Near}")).ToBeVisibleAsync();

        byte[][] frames = [FrameBuilder.Udp(1, 2, "one"u8), FrameBuilder.Udp(3, 4, new byte[1400], vlan: 7), FrameBuilder.Udp(5, 53, FrameBuilder.DnsQuery(1, "a", "example"))];
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        foreach (var frame in frames) far.Send(frame);
        await Expect(visit.Row("a.example")).ToBeVisibleAsync();

        await visit.Page.GetByTitle("Save the packets").ClickAsync();
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = "The packets in this page" }).ClickAsync());
        Assert.EndsWith(".pcapng", download.SuggestedFilename, StringComparison.Ordinal);
        await using var file = File.OpenRead(await download.PathAsync());
        Assert.Equal(frames.Select(Convert.ToHexString), CapturedFrame.ReadAll(file).Select(frame => frame.Hex));
        visit.AssertNoFaults();
    }

    [Fact]
    public async Task StoppingClosesTheDeviceAndKeepsThePackets()
    {
        await using var pair = await VethPair.CreateAsync();
        await using var visit = await chromium.VisitAsync(server, $"/?i={pair.Near}");
        await visit.Button("Start").ClickAsync();
        await visit.Page.WaitForURLAsync("**/watch/*");
        var minor = visit.Page.Url[(visit.Page.Url.LastIndexOf('/') + 1)..];
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        far.Send(FrameBuilder.Udp(4000, 5270, "kept"u8));
        await Expect(visit.Row("4000 → 5270")).ToBeVisibleAsync();

        await visit.Button("Stop").ClickAsync();
        await Expect(visit.Button("Start")).ToBeVisibleAsync();
        await Expect(visit.Row("4000 → 5270")).ToBeVisibleAsync();
        // The page shows that it has stopped as soon as it has asked for it.
        while (await IsOpenAsync(minor)) await Task.Delay(20, TestContext.Current.CancellationToken);
        visit.AssertNoFaults();
    }

    private async Task<bool> IsOpenAsync(string minor)
    {
        using var answer = await server.Api.GetAsync($"/api/devices/{minor}", TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode is System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.NotFound, $"{answer.StatusCode}");
        return answer.StatusCode == System.Net.HttpStatusCode.OK;
    }

    private static async Task ClickByteAsync(Visit visit, int offset)
    {
        var lines = visit.Bytes.Locator("[data-line=hex]");
        var first = await lines.First.InnerTextAsync();
        var bytesPerLine = first.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var line = lines.Nth(offset / bytesPerLine);
        var index = offset % bytesPerLine;
        // A wider space stands in the middle of a line of sixteen.
        var character = (index * CellCharacters) + (bytesPerLine == 16 && index >= 8 ? 1 : 0);
        var text = await line.InnerTextAsync();
        var box = (await line.BoundingBoxAsync())!;
        await line.ClickAsync(new() { Position = new() { X = (character + 1) * box.Width / text.Length, Y = box.Height / 2 } });
    }
}
