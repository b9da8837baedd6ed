using System.Text.Json;
using Bpf.Wire.Files;
using WebCap.Cli.Tests.Support;

namespace WebCap.Cli.Tests;

/// <summary>tail and record over a stream that is given.</summary>
public sealed class CaptureTests
{
    private const string Device = """{"minor":3,"interface":"eth0","filter":"udp","ownTraffic":""}""";

    private static FakeServer Server(byte[] live) => new FakeServer()
        .Answer("POST /api/devices", Device)
        .Answer("GET /api/devices/3/live.pcapng", () => new ByteArrayContent(live))
        .Answer("DELETE /api/devices/3", "");

    [Fact]
    public async Task TailPrintsALineAPacketAndTheBooks()
    {
        using var server = Server(LiveFile.Of(2));
        var run = await CommandRun.OfAsync(server, ["tail", "eth0", "udp", "port", "9"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["    1 00:00:00.123456 198.51.100.1 → 198.51.100.2 UDP 46 17000 → 9 Len=4", "    2 00:00:01.123456 198.51.100.1 → 198.51.100.2 UDP 47 17000 → 9 Len=5"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("2 packets; 9 accepted by the filter, 4 dropped for want of room, 2 dropped by the kernel, 3 not read", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TailOpensADeviceOfItsOwnAndClosesIt()
    {
        using var server = Server(LiveFile.Of(1));
        await CommandRun.OfAsync(server, ["tail", "eth0", "-s", "96", "-p", "udp", "port", "9"]);
        Assert.Equal(
            [
                """POST /api/devices {"interface":"eth0","filter":"udp port 9","snapLength":96,"immediate":true,"promiscuous":true,"excludeOwnTraffic":true,"leaseSeconds":30}""",
                "GET /api/devices/3/live.pcapng",
                "DELETE /api/devices/3",
            ],
            server.Asked);
    }

    [Fact]
    public async Task TailAsJsonIsAnObjectALine()
    {
        using var server = Server(LiveFile.Of(3));
        var run = await CommandRun.OfAsync(server, ["tail", "eth0", "--json", "--count", "2"]);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Equal("2030-01-01T00:00:01.123456789Z", lines[1].GetProperty("time").GetString());
        Assert.Equal(("198.51.100.1", "UDP", 47), (lines[1].GetProperty("source").GetString(), lines[1].GetProperty("protocol").GetString(), lines[1].GetProperty("length").GetInt32()));
    }

    [Fact]
    public async Task RecordWritesTheSamePacketsAndTheBooksWithWhatIsInTheFile()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("out.pcapng");
        using var server = Server(LiveFile.Of(5));
        var run = await CommandRun.OfAsync(server, ["record", "eth0", "--write", file, "--count", "3", "udp"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("3 packets;", run.Output, StringComparison.Ordinal);

        using var reader = new CaptureFileReader(File.OpenRead(file));
        for (var i = 0; i < 3; i++)
        {
            Assert.True(reader.TryRead(out var packet));
            Assert.Equal((LiveFile.FirstSecond + i, 123_456_789u, (uint)(46 + i)), (packet.Seconds, packet.Nanoseconds, packet.WireLength));
        }

        Assert.False(reader.TryRead(out _));
        Assert.Null(reader.Fault);
        Assert.Equal(("eth0", "udp"), (reader.Interfaces[0].Name, reader.Interfaces[0].Filter));
        Assert.Equal((12ul, 4ul, 2ul, 3ul), reader.StatisticsOf(0) is { } books ? (books.Accepted, books.DroppedByInterface, books.DroppedBySystem, books.Delivered) : default);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task AStreamThatBreaksLeavesAWholeFileAndIsNotCalledASuccess()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("out.pcapng");
        var live = LiveFile.Of(5, books: false);
        // Every place in the last packet's block, whose 28 bytes of head, 52 of frame, 12 of options and 4 of end make 96.
        for (var length = live.Length; length > live.Length - 96; length--)
        {
            using var server = Server(live[..length]);
            var run = await CommandRun.OfAsync(server, ["record", "eth0", "--write", file, "--force", "--json"]);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("not whole", run.Error, StringComparison.Ordinal);
            var packets = JsonDocument.Parse(run.Output).RootElement.GetProperty("packets").GetInt64();
            using var reader = new CaptureFileReader(File.OpenRead(file));
            var summary = CaptureSummary.Read(reader);
            Assert.Null(summary.Fault);
            Assert.Equal(packets, summary.PacketCount);
            Assert.Equal(length == live.Length ? 5 : 4, packets);
        }
    }

    [Fact]
    public async Task RecordReplacesAFileOnlyWhenItIsTold()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("out.pcapng");
        File.WriteAllText(file, "precious");
        using var server = Server(LiveFile.Of(1));
        var run = await CommandRun.OfAsync(server, ["record", "eth0", "--write", file]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--force", run.Error, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(file));
        Assert.Contains("DELETE /api/devices/3", server.Asked);
    }

    [Fact]
    public async Task ADeviceThatCannotBeWatchedIsClosedAgain()
    {
        using var server = new FakeServer().Answer("POST /api/devices", Device).Answer("DELETE /api/devices/3", "");
        var run = await CommandRun.OfAsync(server, ["tail", "eth0"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("DELETE /api/devices/3", server.Asked.Last());
    }
}
