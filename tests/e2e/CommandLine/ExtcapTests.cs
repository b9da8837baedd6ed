using System.Diagnostics;
using System.Globalization;

namespace WebCap.E2e.CommandLine;

/// <summary>Wireshark's own programs with WebCap's extcap program in their extcap folder.</summary>
public sealed class ExtcapTests(WebCapServer server) : IClassFixture<WebCapServer>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("webcap-e2e-extcap-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task TsharkListsTheInterfacesOfTheServer()
    {
        var lines = (await RunAsync("tshark", ["-D"])).Split('\n');
        Assert.Contains(lines, line => line.Contains(" webcap-lo (WebCap lo on 127.0.0.1:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TsharkCapturesThroughTheExtcapProgram()
    {
        await using var pair = await VethPair.CreateAsync();
        using var tshark = Process.Start(StartInfo(
            "tshark", ["-i", $"webcap-{pair.Near}", "-f", "udp dst port 9", "-c", "5", "-n", "-l", "-T", "fields", "-e", "udp.srcport", "-e", "frame.len"]))!;
        var output = tshark.StandardOutput.ReadToEndAsync(Cancellation);
        var error = tshark.StandardError.ReadToEndAsync(Cancellation);
        await WaitForDeviceAsync(pair.Near);
        using (var far = FrameSocket.Open(pair.Far, pair.Namespace))
        {
            for (var i = 0; i < 5; i++) far.Send(FrameBuilder.Udp((ushort)(17000 + i), 9, new byte[18 + i]));
            far.Send(FrameBuilder.Udp(17100, 10, new byte[18]));
        }

        await tshark.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        Assert.True(tshark.ExitCode == 0, await error);
        Assert.Equal(
            Enumerable.Range(0, 5).Select(i => string.Create(CultureInfo.InvariantCulture, $"{17000 + i}\t{60 + i}")),
            (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task ACaptureIntoAPipeEndsWholeWhenItIsTerminated()
    {
        await using var pair = await VethPair.CreateAsync();
        var fifo = Path.Combine(folder.FullName, "fifo");
        await Command.RunAsync("mkfifo", [fifo], Cancellation);
        var copy = Path.Combine(folder.FullName, "copy.pcapng");
        var reading = Task.Run(() =>
        {
            using var pipe = new FileStream(fifo, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            using var file = File.Create(copy);
            pipe.CopyTo(file);
        }, Cancellation);
        using var extcap = CommandLineProcess.Start(server, ["extcap", "--capture", "--extcap-interface", $"webcap-{pair.Near}", "--fifo", fifo]);
        await WaitForDeviceAsync(pair.Near);
        await Command.RunAsync("kill", ["-TERM", extcap.Id.ToString(CultureInfo.InvariantCulture)], Cancellation);
        Assert.Equal(0, await extcap.ExitAsync(Cancellation));
        await reading;
        Assert.Contains("File type:", await Command.RunAsync("capinfos", ["-t", copy], Cancellation), StringComparison.Ordinal);
    }

    // A person's folder for extcap programs, as $HOME has it: the link to the launcher that docs/command-line.md tells of.
    private ProcessStartInfo StartInfo(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var link = Path.Combine(folder.FullName, ".config", "wireshark", "extcap", "webcap-extcap");
        if (!File.Exists(link))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, Path.Combine(Repository.Root, "webcap-extcap"));
        }

        start.Environment["HOME"] = folder.FullName;
        start.Environment["WIRESHARK_EXTCAP_DIR"] = Path.GetDirectoryName(link);
        start.Environment.Remove("XDG_CONFIG_HOME");
        start.Environment["WEBCAP_URL"] = server.Address.ToString();
        start.Environment["WEBCAP_TOKEN"] = server.Token;
        return start;
    }

    private async Task<string> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(StartInfo(program, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        Assert.True(process.ExitCode == 0, await error);
        return await output;
    }

    private async Task WaitForDeviceAsync(string networkInterface)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50, Cancellation))
        {
            var devices = await server.GetAsync("/api/devices", Cancellation);
            if (devices.EnumerateArray().Any(device => device.GetProperty("interface").GetString() == networkInterface && device.GetProperty("viewers").GetInt32() > 0)) return;
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), "no device was opened");
        }
    }
}
