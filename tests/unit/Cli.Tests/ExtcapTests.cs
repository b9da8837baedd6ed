using System.Net;
using Bpf.Wire.Files;
using WebCap.Cli.Tests.Support;

namespace WebCap.Cli.Tests;

/// <summary>The sentences of extcap(4): arguments in, lines out.</summary>
public sealed class ExtcapTests
{
    private const string Interfaces = """
        [{"name":"eth0","kind":"live","linkType":1,"linkTypeName":"EN10MB","isUp":true,"description":"a {wire}\n","received":0,"kernelDropped":0,"devices":0},
         {"name":"closed0","kind":"live","linkType":1,"linkTypeName":"EN10MB","isUp":true,"unavailable":"Needs root.","received":0,"kernelDropped":0,"devices":0},
         {"name":"any","kind":"live","linkType":276,"linkTypeName":"LINUX_SLL2","isUp":true,"received":0,"kernelDropped":0,"devices":0}]
        """;

    [Fact]
    public async Task InterfacesThatCanBeOpenedAreListed()
    {
        using var server = new FakeServer().Answer("GET /api/interfaces", Interfaces);
        var run = await CommandRun.OfAsync(server, ["extcap", "--extcap-interfaces", "--extcap-version=4.0"]);
        Assert.Equal(0, run.ExitCode);
        var lines = Lines(run);
        Assert.Matches(@"^extcap \{version=[0-9.]+\}\{display=WebCap\}$", lines[0]);
        Assert.Equal("interface {value=webcap-eth0}{display=WebCap eth0 on 127.0.0.1:5270 (a (wire)\\n)}", lines[1]);
        Assert.Equal("interface {value=webcap-any}{display=WebCap any on 127.0.0.1:5270}", lines[2]);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task WithoutAServerThereAreNoInterfacesAndNoError()
    {
        using var server = new FakeServer { Status = HttpStatusCode.Unauthorized }.Answer("GET /api/interfaces", "{}");
        var run = await CommandRun.OfAsync(server, ["extcap", "--extcap-interfaces"]);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("extcap {version=", Assert.Single(Lines(run)), StringComparison.Ordinal);
        Assert.Contains("webcap connect", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLinkTypeIsTheInterfaces()
    {
        using var server = new FakeServer().Answer("GET /api/interfaces", Interfaces);
        var run = await CommandRun.OfAsync(server, ["extcap", "--extcap-interface", "webcap-any", "--extcap-dlts"]);
        Assert.Equal("dlt {number=276}{name=LINUX_SLL2}{display=LINUX_SLL2}", Assert.Single(Lines(run)));
    }

    [Fact]
    public async Task EveryArgumentOfTheConfigurationIsAnOptionOfTheCapture()
    {
        using var server = new FakeServer();
        var run = await CommandRun.OfAsync(server, ["extcap", "--extcap-interface=webcap-eth0", "--extcap-config"]);
        var lines = Lines(run);
        Assert.All(lines, line => Assert.Matches(@"^arg \{number=\d\}\{call=--[a-z-]+\}\{display=[^{}]+\}\{tooltip=[^{}]+\}\{type=(boolflag|integer)\}(\{[a-z]+=[^{}]+\})*$", line));
        Assert.Equal(["--promiscuous", "--snap-length", "--include-own"], lines.Select(line => line.Split("{call=")[1].Split('}')[0]));
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task ARightFilterIsAnsweredWithNothing()
    {
        using var server = new FakeServer().Answer("POST /api/filters/compile", """{"listing":""}""");
        var run = await CommandRun.OfAsync(server, ["extcap", "--extcap-interface", "webcap-eth0", "--extcap-capture-filter", "tcp port 80"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Equal("""POST /api/filters/compile {"expression":"tcp port 80","interface":"eth0"}""", Assert.Single(server.Asked));
    }

    [Fact]
    public async Task AWrongFilterIsAnsweredWithTheReason()
    {
        using var server = new FakeServer { Status = HttpStatusCode.BadRequest }.Answer("POST /api/filters/compile", """{"detail":"There is no protocol tpc.","suggestion":"tcp"}""");
        var run = await CommandRun.OfAsync(server, ["extcap", "--extcap-interface", "webcap-eth0", "--extcap-capture-filter", "tpc"]);
        Assert.Equal((0, "There is no protocol tpc. Perhaps you mean: tcp"), (run.ExitCode, run.Output.TrimEnd()));
    }

    [Fact]
    public async Task ACaptureGoesIntoThePipeWithWhatWasChosen()
    {
        using var folder = new TemporaryFolder();
        var pipe = folder.File("pipe");
        // A file stands for the pipe: what is written is the same.
        File.WriteAllText(pipe, "");
        using var server = new FakeServer()
            .Answer("POST /api/devices", """{"minor":3,"interface":"eth0","filter":"udp","ownTraffic":""}""")
            .Answer("GET /api/devices/3/live.pcapng", () => new ByteArrayContent(LiveFile.Of(4)))
            .Answer("DELETE /api/devices/3", "");
        var run = await CommandRun.OfAsync(server,
        [
            "extcap", "--capture", "--extcap-interface", "webcap-eth0", "--fifo", pipe, "--extcap-capture-filter", "udp", "--promiscuous", "--snap-length", "128", "--not-yet-known",
        ]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("""{"interface":"eth0","filter":"udp","snapLength":128,"immediate":true,"promiscuous":true,"excludeOwnTraffic":true,"leaseSeconds":30}""", server.Asked.First(), StringComparison.Ordinal);
        using var reader = new CaptureFileReader(File.OpenRead(pipe));
        Assert.Equal(4, CaptureSummary.Read(reader).PacketCount);
    }

    [Theory]
    [InlineData("extcap", "--extcap-dlts")]
    [InlineData("extcap", "--extcap-dlts", "--extcap-interface", "eth0")]
    [InlineData("extcap", "--capture", "--extcap-interface", "webcap-eth0")]
    public async Task AQuestionWithoutItsSubjectIsRefused(params string[] args)
    {
        using var server = new FakeServer();
        Assert.Equal(2, (await CommandRun.OfAsync(server, args)).ExitCode);
    }

    private static string[] Lines(CommandRun run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
