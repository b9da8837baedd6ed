using System.Buffers;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bpf.Wire;
using Bpf.Wire.Files;
using Bpf.Wire.Tests.Files;
using WebCap.Tests.Recordings;
using WebCap.Tests.Support;
using WebCap.Tests.Uploads;

namespace WebCap.Tests.Downloads;

/// <summary>A file asked for in the other format: the same packets, and only what that format cannot hold is missing.</summary>
public sealed class ConversionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pcapng", "pcap")]
    [InlineData("pcap", "pcapng")]
    public async Task ARecordingOfManyFilesIsTheSamePacketsInTheOtherFormat(string kept, string wanted)
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await RecordAsync(rig, kept, 3000);
        var file = ReadFile.Of(await rig.DownloadAsync(id, extension: kept));
        var converted = await rig.DownloadAsync(id, extension: wanted);
        Assert.Equal(wanted, FormatOf(converted));
        AssertSame(file, ReadFile.Of(converted));
        Assert.Equal(converted, await rig.Api.GetByteArrayAsync($"/api/recordings/{id}/file?format={wanted}", Cancellation));
        Assert.Equal(kept, FormatOf(await rig.Api.GetByteArrayAsync($"/api/recordings/{id}/file", Cancellation)));
        if (wanted == "pcapng") Assert.Equal(rig.Source.Name, ReadFile.Of(converted).Interface.Name);

        // One file of it, and what a filter and a stretch of time leave.
        Assert.Equal(file.Numbers.Take(900), ReadFile.Of(await rig.Api.GetByteArrayAsync($"/api/recordings/{id}/files/1?format={wanted}", Cancellation)).Numbers);
        const string Query = "?filter=ether[7] %26 1 = 1&from=1700001000&to=1700002000";
        AssertSame(ReadFile.Of(await rig.DownloadAsync(id, Query, kept)), ReadFile.Of(await rig.DownloadAsync(id, Query, wanted)));
    }

    [Theory]
    [InlineData("pcapng", "pcap")]
    [InlineData("pcap", "pcapng")]
    public async Task TsharkAndCapinfosReadWhatWasConverted(string kept, string wanted)
    {
        await using var rig = await RecordingRig.StartAsync();
        using var folder = new TemporaryFolder();
        var id = await RecordAsync(rig, kept, 100);
        var (original, converted) = (folder.File($"original.{kept}"), folder.File($"converted.{wanted}"));
        await File.WriteAllBytesAsync(original, await rig.DownloadAsync(id, extension: kept), Cancellation);
        await File.WriteAllBytesAsync(converted, await rig.DownloadAsync(id, extension: wanted), Cancellation);
        string[] fields = ["-T", "fields", "-e", "frame.time_epoch", "-e", "frame.len", "-e", "frame.cap_len", "-e", "eth.dst", "-e", "eth.src"];
        Assert.Equal(CaptureTool.Run("tshark", ["-r", original, .. fields]), CaptureTool.Run("tshark", ["-r", converted, .. fields]));
        var report = CaptureTool.Run("capinfos", "-M", "-t", "-c", "-E", converted);
        Assert.Contains(wanted == "pcap" ? "nsecpcap" : "pcapng", report, StringComparison.Ordinal);
        Assert.Contains("Number of packets:   100", report, StringComparison.Ordinal);
        Assert.Contains("ether", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARecordingWithoutAPacketIsAFileWithoutAPacket()
    {
        await using var rig = await RecordingRig.StartAsync();
        foreach (var (kept, wanted) in new[] { ("pcapng", "pcap"), ("pcap", "pcapng") })
        {
            var id = await rig.RecordAsync(new() { ["format"] = kept });
            await rig.StopAsync(id);
            var file = await rig.DownloadAsync(id, extension: wanted);
            Assert.Equal(wanted, FormatOf(file));
            Assert.Empty(ReadFile.Of(file).Frames);
        }
    }

    [Fact]
    public async Task AnUploadComesBackInEitherFormat()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        var address = await UploadAsync(client, UploadFile.Pcapng(5), "Spur%20%C3%BC.pcapng.gz");
        using var answer = await client.GetAsync($"{address}?format=pcap", Cancellation);
        Assert.Equal("application/vnd.tcpdump.pcap", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Spur ü.pcap", answer.Content.Headers.ContentDisposition?.FileNameStar);
        var pcap = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal(UploadFile.Pcap(5), pcap);
        var back = await UploadAsync(client, pcap, "back.pcap");
        AssertSame(ReadFile.Of(UploadFile.Pcapng(5)), ReadFile.Of(await client.GetByteArrayAsync($"{back}?format=pcapng", Cancellation)));
        Assert.Equal(pcap, await client.GetByteArrayAsync($"{back}?format=pcap", Cancellation));
    }

    [Fact]
    public async Task SeveralInterfacesOfOneLinkTypeBecomeOneAndWhatIsSaidOfPacketsIsDropped()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(bytes);
        writer.WriteSection(comment: "said of the file");
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet, Name = "eth0" });
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet, Name = "eth1" });
        for (var i = 0; i < 6; i++) writer.Write(i % 2, new byte[60], 1500, 1_700_000_000 + i, 123_456_789, FrameDirection.In, (ulong)i, "said of the packet");
        var address = await UploadAsync(client, bytes.WrittenSpan.ToArray(), "two.pcapng");
        var file = await client.GetByteArrayAsync($"{address}?format=pcap", Cancellation);
        Assert.Equal(24 + (6 * 76), file.Length);
        Assert.Equal(Enumerable.Range(0, 6).Select(i => (1_700_000_000L + i, 123_456_789u)), ReadFile.Of(file).Times);
    }

    [Fact]
    public async Task SeveralLinkTypesAreRefusedAsPcapAndComeAsTheyAre()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(bytes);
        writer.WriteSection();
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet });
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Raw });
        for (var i = 0; i < 4; i++) writer.Write(i / 3, new byte[60], 60, 1_700_000_000 + i, 0);
        var file = bytes.WrittenSpan.ToArray();
        var address = await UploadAsync(client, file, "mixed.pcapng");
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var refused = await client.SendAsync(new HttpRequestMessage(method, $"{address}?format=pcap"), Cancellation);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            if (method == HttpMethod.Get) Assert.Contains("several link types", (await Problem.OfAsync(refused)).Detail, StringComparison.Ordinal);
        }

        Assert.Equal(file, await client.GetByteArrayAsync($"{address}?format=pcapng", Cancellation));
    }

    [Theory]
    [InlineData("file.pcap")]
    [InlineData("file.pcap?filter=greater 1")]
    [InlineData("file.pcapng?filter=greater 1")]
    public async Task AFileThatIsDamagedOnTheDiskBreaksOffAndIsNotTakenForWhole(string path)
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await RecordAsync(rig, "pcapng", 3000);
        await using (var file = new FileStream(rig.PathOf(id, 3), FileMode.Open, FileAccess.Write))
        {
            file.Position = file.Length / 2;
            file.Write(Enumerable.Repeat((byte)0xFF, 4000).ToArray());
        }

        using var answer = await rig.Api.GetAsync($"/api/recordings/{id}/{path}", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(Cancellation);
        });
    }

    private static void AssertSame(ReadFile expected, ReadFile actual)
    {
        Assert.Equal(expected.Frames, actual.Frames);
        Assert.Equal(expected.Times, actual.Times);
        Assert.Equal(expected.Interface.LinkType, actual.Interface.LinkType);
    }

    private static string FormatOf(byte[] file) => file[0] == 0x0A ? "pcapng" : "pcap";

    // Frames of all lengths in several files, so that what is read at once ends everywhere within them.
    private static async Task<long> RecordAsync(RecordingRig rig, string format, int frames)
    {
        var id = await rig.RecordAsync(new() { ["filePackets"] = 900, ["format"] = format, ["comment"] = "said of the recording" });
        var frame = new byte[1514];
        for (var i = 0; i < frames; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(frame, i);
            rig.Source.Send(frame.AsSpan(0, 60 + (i * 7 % 1455)), 1_700_000_000 + i, (uint)i);
            // The device's buffers are small here, and nothing may be lost.
            if (i % 300 == 299) await rig.WaitForPacketsAsync(id, i + 1);
        }

        await rig.WaitForPacketsAsync(id, frames);
        await rig.StopAsync(id);
        return id;
    }

    private static async Task<string> UploadAsync(HttpClient client, byte[] file, string name)
    {
        using var answer = await client.PostAsync($"/api/captures?name={name}", new ByteArrayContent(file), Cancellation);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, body.ToString());
        return $"{answer.Headers.Location}/file";
    }
}
