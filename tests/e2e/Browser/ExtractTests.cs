using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Bpf.Wire.Files;

namespace WebCap.E2e.Browser;

/// <summary>A part of a recording, taken from the page.</summary>
public class ExtractTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatAFilterLeavesIsDownloadedInTheFormatThatWasChosen()
    {
        await using var pair = await VethPair.CreateAsync();
        using var started = await server.Api.PostAsJsonAsync("/api/recordings", new { @interface = pair.Near, filter = "udp" }, Cancellation);
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetInt64();
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        for (var i = 0; i < 10; i++) far.Send(FrameBuilder.Udp(4000, (ushort)(i % 2 == 0 ? 53 : 5300), "a question"u8));
        while ((await server.GetAsync($"/api/recordings/{id}", Cancellation)).GetProperty("packets").GetInt64() < 10) await Task.Delay(20, Cancellation);
        using var stopped = await server.Api.PostAsync($"/api/recordings/{id}/stop", null, Cancellation);

        await using var visit = await chromium.VisitAsync(server, "/recordings");
        await visit.Button($"Extract from recording {id}").ClickAsync();
        await visit.Page.GetByLabel("Filter").FillAsync("udp port 53");
        foreach (var (format, expected) in new[] { ("pcap", CaptureFileFormat.Pcap), ("pcapng", CaptureFileFormat.Pcapng) })
        {
            await visit.Page.GetByLabel("Format").SelectOptionAsync(format);
            var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Extract").ClickAsync());
            Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"webcap-{pair.Near}-"), download.SuggestedFilename, StringComparison.Ordinal);
            Assert.EndsWith($"-extract.{format}", download.SuggestedFilename, StringComparison.Ordinal);
            using var reader = new CaptureFileReader(File.OpenRead(await download.PathAsync()));
            var count = 0;
            while (reader.TryRead(out _)) count++;
            Assert.Equal((expected, 5), (reader.Format, count));
            Assert.Null(reader.Fault);
        }

        visit.AssertNoFaults();
    }
}
