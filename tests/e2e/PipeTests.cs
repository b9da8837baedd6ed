using System.Globalization;

namespace WebCap.E2e;

/// <summary>The live download behind a pipe: other people's programs read it as it comes.</summary>
public class PipeTests(WebCapServer server) : IClassFixture<WebCapServer>
{
    private const int FrameCount = 5;

    private static readonly string Count = FrameCount.ToString(CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TsharkPrintsTheFramesOfALivePcapngPipe() =>
        Assert.Equal(
            Enumerable.Range(0, FrameCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"{17000 + i}\t9\t{60 + i}")),
            await PipeAsync("pcapng", "tshark", ["-i", "-", "-c", Count, "-n", "-l", "-T", "fields", "-e", "udp.srcport", "-e", "udp.dstport", "-e", "frame.len"]));

    [Fact]
    public async Task TcpdumpPrintsTheFramesOfALivePcapPipe()
    {
        var lines = await PipeAsync("pcap", "tcpdump", ["-r", "-", "-c", Count, "-n", "-l", "-Z", "root"]);
        Assert.Equal(FrameCount, lines.Count);
        Assert.All(lines.Index(), line => Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"IP 198.51.100.1.{17000 + line.Index} > 198.51.100.2.9: UDP, length {18 + line.Index}"), line.Item, StringComparison.Ordinal));
    }

    /// <summary>What a program prints of <see cref="FrameCount"/> frames that come through its standard input; then it ends by itself.</summary>
    private async Task<List<string>> PipeAsync(string extension, string program, string[] arguments)
    {
        await using var pair = await VethPair.CreateAsync();
        var minor = await server.OpenDeviceAsync(new { @interface = pair.Near, filter = "udp dst port 9", immediate = true }, Cancellation);
        using var live = await server.Api.GetAsync($"/api/devices/{minor}/live.{extension}", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        live.EnsureSuccessStatusCode();
        using var process = Command.Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        var pipe = CopyAsync(await live.Content.ReadAsStreamAsync(Cancellation), process.StandardInput.BaseStream);

        using (var far = FrameSocket.Open(pair.Far, pair.Namespace))
        {
            for (var i = 0; i < FrameCount; i++) far.Send(FrameBuilder.Udp((ushort)(17000 + i), 9, new byte[18 + i]));
        }

        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, await error);
        // The download has no end of its own: the device's is its end.
        using var closed = await server.Api.DeleteAsync($"/api/devices/{minor}", Cancellation);
        await pipe;
        return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static async Task CopyAsync(Stream download, Stream pipe)
    {
        try
        {
            await download.CopyToAsync(pipe, Cancellation);
        }
        catch (IOException)
        {
            // The program has what it was asked to print and has closed its end, as with any pipe.
        }
    }
}
