using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;
using Bpf.Wire.Files;
using WebCap.Cli.Capture;
using WebCap.Cli.Server;
using WebCap.Cli.Tests.Support;

namespace WebCap.Cli.Tests;

/// <summary>tail and record with the names of processes, joined here with a table of sockets that is given.</summary>
public sealed class ProcessNamesTests
{
    private const string Device = """{"minor":3,"interface":"eth0","filter":"udp","ownTraffic":""}""";

    // The receiver of LiveFile's packets.
    private const string Nginx = Socket + @"""processId"":34,""name"":""nginx"",""unit"":""nginx.service"",""container"":""docker/0123456789ab""}";
    private const string Socket = """
        {"id":1,"protocol":"udp","localAddress":"198.51.100.2","localPort":9,"remoteAddress":"0.0.0.0","remotePort":0,"firstSeen":"2030-01-01T00:00:00Z","lastSeen":null,"wasThere":true,
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TailNamesTheProcessBehindEachPacket()
    {
        using var server = Server(LiveFile.Of(2), Table(Nginx));
        var run = await CommandRun.OfAsync(server, ["tail", "eth0", "--processes", "udp"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            [
                "    1 00:00:00.123456 198.51.100.1 → 198.51.100.2 UDP 46 17000 → 9 Len=4 (nginx[34])",
                "    2 00:00:01.123456 198.51.100.1 → 198.51.100.2 UDP 47 17000 → 9 Len=5 (nginx[34])",
            ],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task APacketOfNobodyIsALineAsWithoutNames()
    {
        using var server = Server(LiveFile.Of(1), Table());
        var named = await CommandRun.OfAsync(server, ["tail", "eth0", "--processes", "udp"]);
        var plain = await CommandRun.OfAsync(server, ["tail", "eth0", "udp"]);
        Assert.Equal(plain.Output, named.Output);
    }

    [Fact]
    public async Task NobodyIsAskedForNamesThatAreNotWanted()
    {
        using var server = Server(LiveFile.Of(1), Table(Nginx));
        await CommandRun.OfAsync(server, ["tail", "eth0", "udp"]);
        Assert.DoesNotContain("GET /api/processes", server.Asked);
    }

    [Fact]
    public async Task TailAsJsonHasAnObjectForEachEndThatIsKnown()
    {
        using var server = Server(LiveFile.Of(1), Table(Nginx));
        var run = await CommandRun.OfAsync(server, ["tail", "eth0", "--processes", "--json"]);
        var packet = JsonDocument.Parse(run.Output).RootElement;
        var receiver = packet.GetProperty("receiver");
        Assert.Equal(
            (34, "nginx", "nginx.service", "docker/0123456789ab"),
            (receiver.GetProperty("processId").GetInt32(), receiver.GetProperty("name").GetString(), receiver.GetProperty("unit").GetString(), receiver.GetProperty("container").GetString()));
        Assert.False(packet.TryGetProperty("sender", out _));
    }

    [Fact]
    public async Task RecordKeepsTheNamesAsCommentsOfThePackets()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("out.pcapng");
        using var server = Server(LiveFile.Of(3), Table(Nginx));
        var run = await CommandRun.OfAsync(server, ["record", "eth0", "--processes", "--write", file]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(3, Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file, Cancellation))
            .Split("Likely process: nginx (34), nginx.service, docker/0123456789ab").Length - 1);
        using var reader = new CaptureFileReader(File.OpenRead(file));
        var summary = CaptureSummary.Read(reader);
        Assert.Equal((null, 3), (summary.Fault, summary.PacketCount));
    }

    [Fact]
    public async Task ANameCannotSteerATerminal()
    {
        const string hostile = Socket + @"""processId"":34,""name"":""\u001b[2J\u202e\r\nweb""}";
        using var server = Server(LiveFile.Of(1), Table(hostile));
        var run = await CommandRun.OfAsync(server, ["tail", "eth0", "--processes"]);
        Assert.EndsWith(@"(\x1b[2J\u202e\r\nweb[34])", run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("loop")]
    public async Task PacketsOfNoMachineAreRefusedBeforeADeviceIsOpened(string kind)
    {
        using var server = Server(LiveFile.Of(1), Table(Nginx), kind);
        var run = await CommandRun.OfAsync(server, ["tail", "eth0", "--processes"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("The packets of eth0 are of no process on that machine; leave out --processes.", run.Error.TrimEnd());
        Assert.Equal("GET /api/interfaces", Assert.Single(server.Asked));
    }

    [Fact]
    public async Task ARefusalIsTheServersSentenceAndNoDeviceIsOpened()
    {
        using var server = new FakeServer { Status = HttpStatusCode.Forbidden }.Answer("GET /api/interfaces", """{"detail":"This service was started with --no-processes."}""");
        var run = await CommandRun.OfAsync(server, ["tail", "eth0", "--processes"]);
        Assert.Equal((1, "This service was started with --no-processes."), (run.ExitCode, run.Error.TrimEnd()));
        Assert.DoesNotContain(server.Asked, asked => asked.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIsNoTableIsSaid()
    {
        using var server = Server(LiveFile.Of(1), "[]");
        var run = await CommandRun.OfAsync(server, ["tail", "eth0", "--processes"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be read", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Asked, asked => asked.StartsWith("POST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tail")]
    [InlineData("record")]
    public async Task WhatTheServerMayNotSeeIsSaidAtTheEnd(string command)
    {
        using var folder = new TemporaryFolder();
        using var server = Server(LiveFile.Of(1), """{"sample":{"time":"2030-01-01T00:00:00Z","unknown":2,"unseenProcesses":12,"isCut":false,"leftOut":0},"sockets":[]}""");
        string[] output = command == "record" ? ["--write", folder.File("out.pcapng")] : [];
        var run = await CommandRun.OfAsync(server, [command, "eth0", "--processes", .. output]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("may not look at 12 processes of other users", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASocketThatTheServerLearnsOfLaterNamesThePacketsAfterThat()
    {
        var pipe = new Pipe();
        var asked = 0;
        using var server = Server(
            () => new StreamContent(pipe.Reader.AsStream()),
            () =>
            {
                // Whoever asks a third time has taken the second answer.
                if (++asked == 3) _ = SendAsync();
                return Json(asked == 1 ? Table() : Table(Nginx));
            });
        var run = await CommandRun.OfAsync(server, ["tail", "eth0", "--processes"]);
        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith("(nginx[34])", run.Output.TrimEnd(), StringComparison.Ordinal);

        async Task SendAsync()
        {
            await pipe.Writer.WriteAsync(LiveFile.Of(1));
            await pipe.Writer.CompleteAsync();
        }
    }

    [Fact]
    public async Task NamesThatCameAreKeptWhenTheyComeNoLonger()
    {
        var asked = 0;
        using var server = Server(() => new ByteArrayContent([]), () => Json(++asked == 1 ? Table(Nginx) : "[]"));
        using var client = new ServerClient(ServerAddress.Parse("http://127.0.0.1:1/", "A test"), server);
        await using var names = await ProcessNames.StartAsync(client, "eth0", Cancellation);
        while (names.Shortcoming is null) await Task.Delay(20, Cancellation);
        Assert.StartsWith("Names of processes came no longer: ", names.Shortcoming, StringComparison.Ordinal);
        using var reader = new CaptureFileReader(new MemoryStream(LiveFile.Of(1)));
        Assert.True(reader.TryRead(out var packet));
        Assert.Equal("nginx[34]", names.Of(PacketLine.Input(1, packet)).Short);
        Assert.Equal(2, asked);
    }

    private static string Table(params string[] sockets) =>
        $$"""{"sample":{"time":"2030-01-01T00:00:00Z","unknown":0,"unseenProcesses":0,"isCut":false,"leftOut":0},"sockets":[{{string.Join(',', sockets)}}]}""";

    private static FakeServer Server(byte[] live, string table, string kind = "live") => Server(() => new ByteArrayContent(live), () => Json(table), kind);

    private static FakeServer Server(Func<HttpContent> live, Func<HttpContent> table, string kind = "live") => new FakeServer()
        .Answer("GET /api/interfaces", $$"""[{"name":"eth0","kind":"{{kind}}","linkType":1,"linkTypeName":"EN10MB","isUp":true}]""")
        .Answer("GET /api/processes", table)
        .Answer("POST /api/devices", Device)
        .Answer("GET /api/devices/3/live.pcapng", live)
        .Answer("DELETE /api/devices/3", "");

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
