using System.Buffers;
using System.Text.RegularExpressions;
using Bpf.Wire;
using Bpf.Wire.Files;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WebCap.E2e.Browser;

/// <summary>A capture file from elsewhere in the page: refused with a reason, kept as far as it is good, looked at, deleted.</summary>
public class UploadTests(WebCapServer server, Chromium chromium) : IClassFixture<WebCapServer>
{
    [Fact]
    public async Task ADamagedFileIsExplainedAndWhatIsGoodOfItCanBeWatchedAndDeleted()
    {
        await using var visit = await chromium.VisitAsync(server, "/");
        var box = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Capture files" });
        await box.GetByLabel("Open a capture file").SetInputFilesAsync(new FilePayload { Name = "broken.pcap", MimeType = "application/octet-stream", Buffer = DamagedFile() });
        await Expect(box.GetByRole(AriaRole.Alert)).ToContainTextAsync(new Regex("broken.pcap: .*damaged at byte [0-9]+: .*The 2 packets before that are good"));

        await visit.Button("Open what is good").ClickAsync();
        await Expect(box.GetByRole(AriaRole.Listitem)).ToContainTextAsync("2 packets, interface broken");
        await visit.Button("Capture on broken").ClickAsync();
        await Expect(visit.Row("17001 → 9")).ToHaveCountAsync(1);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await visit.Page.GotoAsync(server.Address.ToString());
        await visit.Button("Delete broken.pcap").ClickAsync();
        await Expect(visit.Button("Capture on broken")).ToHaveCountAsync(0);
        visit.AssertNoFaults("400");
    }

    private static byte[] DamagedFile()
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new PcapWriter(bytes);
        writer.WriteHeader(LinkType.Ethernet);
        for (ushort i = 0; i < 3; i++)
        {
            var frame = FrameBuilder.Udp((ushort)(17000 + i), 9, "uploaded"u8);
            writer.Write(frame, (uint)frame.Length, 1_700_000_000 + i, 0);
        }

        var file = bytes.WrittenSpan.ToArray();
        // The last record's captured length: its header and frame are as long as the others.
        var recordLength = (file.Length - 24) / 3;
        file.AsSpan(24 + (2 * recordLength) + 8, 4).Fill(0x7F);
        return file;
    }
}
