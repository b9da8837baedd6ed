using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Bpf.Wire.Files;

namespace WebCap.E2e.CommandLine;

/// <summary>The command line as a process, on the real service, with real frames.</summary>
public sealed class CommandLineTests(WebCapServer server) : IClassFixture<WebCapServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TailPrintsTheFramesOfALiveInterfaceAndEndsByCount()
    {
        await using var pair = await VethPair.CreateAsync();
        using var tail = CommandLineProcess.Start(server, ["tail", pair.Near, "--count", "3", "udp", "dst", "port", "9"]);
        await tail.WaitForErrorAsync("Watching", Cancellation);
        Send(pair, 5);
        Assert.Equal(0, await tail.ExitAsync(Cancellation));
        var lines = tail.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.All(lines.Index(), line => Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"198.51.100.1 → 198.51.100.2 UDP {60 + line.Index} {17000 + line.Index} → 9"), line.Item, StringComparison.Ordinal));
        var devices = await server.GetAsync("/api/devices", Cancellation);
        Assert.DoesNotContain(devices.EnumerateArray(), device => device.GetProperty("interface").GetString() == pair.Near);
    }

    [Fact]
    public async Task TailBeginsWithThePastOfAWindowAndGoesOnWithThePresent()
    {
        await using var pair = await VethPair.CreateAsync();
        using (var made = await server.Api.PostAsJsonAsync("/api/rewind/windows", new { @interface = pair.Near }, Cancellation)) made.EnsureSuccessStatusCode();
        Send(pair, 5);
        using var tail = CommandLineProcess.Start(server, ["tail", pair.Near, "--rewind", "60", "--count", "8", "udp", "dst", "port", "9"]);
        await tail.WaitForErrorAsync("Watching", Cancellation);
        Send(pair, 5);
        Assert.Equal(0, await tail.ExitAsync(Cancellation));
        // Five of the past and three of the present, which begin again with the first.
        var ports = tail.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(" UDP ")[1].Split(' ')[1]);
        Assert.Equal(["17000", "17001", "17002", "17003", "17004", "17000", "17001", "17002"], ports);
    }

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task ASignalEndsARecordingWithAWholeFileAndHonestCounters(string signal)
    {
        await using var pair = await VethPair.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("webcap-e2e-record-");
        try
        {
            var file = Path.Combine(folder.FullName, "out.pcapng");
            using var record = CommandLineProcess.Start(server, ["record", pair.Near, "--write", file, "--json", "udp", "dst", "port", "9"]);
            await record.WaitForErrorAsync("Recording", Cancellation);
            Send(pair, 50);
            await WaitForPacketsAsync(file, 50);
            await Command.RunAsync("kill", [signal, record.Id.ToString(CultureInfo.InvariantCulture)], Cancellation);
            Assert.Equal(0, await record.ExitAsync(Cancellation));

            var report = JsonDocument.Parse(record.Output).RootElement;
            Assert.Equal((50, 50, 0, 0, true), (
                report.GetProperty("packets").GetInt64(), report.GetProperty("accepted").GetInt64(), report.GetProperty("dropped").GetInt64(),
                report.GetProperty("unread").GetInt64(), report.GetProperty("isWhole").GetBoolean()));
            var capinfos = await Command.RunAsync("capinfos", ["-c", "-T", "-r", "-M", file], Cancellation);
            Assert.EndsWith("50", capinfos.Trim(), StringComparison.Ordinal);
            using var reader = new CaptureFileReader(File.OpenRead(file));
            Assert.Null(CaptureSummary.Read(reader).Fault);
            Assert.Equal(50ul, reader.StatisticsOf(0)?.Delivered);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task AReaderThatHasSeenEnoughEndsTheTail()
    {
        await using var pair = await VethPair.CreateAsync();
        var start = CommandLineProcess.StartInfo(server, []);
        // head ends after a line; the next line then meets a closed pipe.
        var shell = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in start.Environment) shell.Environment[name] = value;
        shell.ArgumentList.Add("-c");
        shell.ArgumentList.Add($"'{start.FileName}' tail {pair.Near} udp dst port 9 | head -n 1");
        using var process = Process.Start(shell)!;
        Assert.Contains("Watching", await process.StandardError.ReadLineAsync(Cancellation) ?? "", StringComparison.Ordinal);
        var ended = process.WaitForExitAsync(Cancellation);
        using (var far = FrameSocket.Open(pair.Far, pair.Namespace))
        {
            for (var i = 0; !ended.IsCompleted; i++)
            {
                Assert.True(i < 3000, "tail goes on although nobody reads it");
                far.Send(FrameBuilder.Udp(17000, 9, new byte[18]));
                await Task.WhenAny(ended, Task.Delay(20, Cancellation));
            }
        }

        Assert.Single((await process.StandardOutput.ReadToEndAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task TheListsAndTheCompilerAnswer()
    {
        var interfaces = await RunAsync(["interfaces"]);
        Assert.StartsWith("NAME", interfaces, StringComparison.Ordinal);
        Assert.Contains("lo", interfaces, StringComparison.Ordinal);
        Assert.StartsWith("Active BPF peers\n", await RunAsync(["peers"]), StringComparison.Ordinal);
        Assert.Contains("total packets received", await RunAsync(["stats"]), StringComparison.Ordinal);
        Assert.True(JsonDocument.Parse(await RunAsync(["stats", "--json"])).RootElement.TryGetProperty("received", out _));
        Assert.Equal(await Command.RunAsync("tcpdump", ["-d", "-y", "EN10MB", "-s", "262144", "tcp port 80"], Cancellation), await RunAsync(["compile", "tcp", "port", "80"]));
    }

    [Fact]
    public async Task TailAndRecordNameTheProcessesBehindPackets()
    {
        using var process = await NamedProcess.StartAsync("w<b>eb\u001b[31m", Cancellation);
        var port = process.Port.ToString(CultureInfo.InvariantCulture);
        using (var tail = CommandLineProcess.Start(server, ["tail", "lo", "--processes", "--count", "1", "udp", "port", port]))
        {
            await tail.WaitForErrorAsync("Watching", Cancellation);
            await process.SendAsync("one", Cancellation);
            Assert.Equal(0, await tail.ExitAsync(Cancellation));
            Assert.EndsWith($@" → {port} Len=3 (w<b>eb\x1b[31m[{process.Id}] → {NamedProcess.Test})", tail.Output.TrimEnd(), StringComparison.Ordinal);
        }

        var folder = Directory.CreateTempSubdirectory("webcap-e2e-names-");
        try
        {
            var file = Path.Combine(folder.FullName, "named.pcapng");
            using var record = CommandLineProcess.Start(server, ["record", "lo", "--processes", "--count", "1", "--write", file, "udp", "port", port]);
            await record.WaitForErrorAsync("Recording", Cancellation);
            await process.SendAsync("two", Cancellation);
            Assert.Equal(0, await record.ExitAsync(Cancellation));
            Assert.StartsWith(
                $@"Likely process: w<b>eb\x1b[31m ({process.Id})",
                await Command.RunAsync("tshark", ["-n", "-r", file, "-T", "fields", "-e", "frame.comment"], Cancellation), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<string> RunAsync(string[] args)
    {
        using var process = CommandLineProcess.Start(server, args);
        var exitCode = await process.ExitAsync(Cancellation);
        Assert.True(exitCode == 0, process.Error);
        return process.Output;
    }

    private static void Send(VethPair pair, int count)
    {
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        for (var i = 0; i < count; i++) far.Send(FrameBuilder.Udp((ushort)(17000 + i), 9, new byte[18 + i]));
    }

    // Until the file on the disk has them: only then does a signal find nothing under way.
    private static async Task WaitForPacketsAsync(string file, int count)
    {
        var deadline = TimeSpan.FromMinutes(1);
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50, Cancellation))
        {
            using var reader = new CaptureFileReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var present = CaptureSummary.Read(reader).PacketCount;
            if (present >= count) return;
            Assert.True(waited.Elapsed < deadline, $"{present} of {count} packets came");
        }
    }
}
