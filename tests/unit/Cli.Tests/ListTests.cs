using System.Net;
using System.Net.Sockets;
using WebCap.Cli.Server;
using WebCap.Cli.Tests.Support;

namespace WebCap.Cli.Tests;

/// <summary>Commands that ask once: what they print, and what they say when there is no answer.</summary>
public sealed class ListTests
{
    private const string Interfaces = """
        [{"name":"eth0","index":2,"kind":"live","linkType":1,"linkTypeName":"EN10MB","mtu":1500,"isUp":true,"description":"wire\u001b[2J","unavailable":null,"received":12,"kernelDropped":3,"devices":1,"rewind":{"id":1,"packets":7,"bytes":700,"seconds":41.6}},
         {"name":"lo","kind":"live","linkType":1,"linkTypeName":"EN10MB","isUp":true,"description":"","unavailable":"Needs root.","received":0,"kernelDropped":0,"devices":0}]
        """;

    [Fact]
    public async Task InterfacesAreATableWithoutAnythingThatSteersATerminal()
    {
        using var server = new FakeServer().Answer("GET /api/interfaces", Interfaces);
        var run = await CommandRun.OfAsync(server, ["interfaces"]);
        Assert.Equal(
            [
                "NAME  KIND  LINK    STATE   RECEIVED  DROPPED  DEVICES  REWIND  DESCRIPTION",
                "eth0  live  EN10MB  up      12        3        1        42 s    wire\\x1b[2J",
                "lo    live  EN10MB  closed  0         0        0        -       Needs root.",
            ],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task JsonIsWhatTheServerSays()
    {
        using var server = new FakeServer().Answer("GET /api/net/bpf/stats", """{"received":5,"dropped":1,"captured":4}""");
        var run = await CommandRun.OfAsync(server, ["stats", "--json"], new() { ["WEBCAP_TOKEN"] = "secret" });
        Assert.Equal("""{"received":5,"dropped":1,"captured":4}""", run.Output.TrimEnd());
        Assert.Equal("Bearer secret", server.Authorization);
    }

    [Fact]
    public async Task PeersAndStatisticsKeepTheShapeOfNetstat()
    {
        using var server = new FakeServer()
            .Answer("GET /api/net/bpf/stats", "bpf:\n\t5 total packets received\n", "text/plain")
            .Answer("GET /api/net/bpf/peers", "Active BPF peers\n", "text/plain");
        Assert.Equal("bpf:\n\t5 total packets received\n", (await CommandRun.OfAsync(server, ["stats"])).Output);
        Assert.Equal("Active BPF peers\n", (await CommandRun.OfAsync(server, ["peers"])).Output);
    }

    [Fact]
    public async Task CompilePrintsTheListingOfWordsWithoutQuotes()
    {
        using var server = new FakeServer().Answer("POST /api/filters/compile", """{"listing":"(000) ldh      [12]\n"}""");
        var run = await CommandRun.OfAsync(server, ["compile", "-i", "eth0", "tcp", "port", "80"]);
        Assert.Equal("(000) ldh      [12]", run.Output.TrimEnd());
        Assert.Equal("""POST /api/filters/compile {"expression":"tcp port 80","interface":"eth0"}""", Assert.Single(server.Asked));
    }

    [Fact]
    public async Task ARefusalIsTheServersSentenceAndItsSuggestion()
    {
        using var server = new FakeServer { Status = HttpStatusCode.BadRequest }
            .Answer("POST /api/filters/compile", """{"status":400,"detail":"There is no protocol tpc.","suggestion":"tcp","offset":0}""");
        var run = await CommandRun.OfAsync(server, ["compile", "tpc"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("There is no protocol tpc. Perhaps you mean: tcp", run.Error.TrimEnd());
    }

    [Theory]
    [InlineData(null, "wants a token")]
    [InlineData("wrong", "does not accept the token")]
    public async Task WithoutAValidTokenItSaysWhereToGetOne(string? token, string sentence)
    {
        using var server = new FakeServer { Status = HttpStatusCode.Unauthorized }.Answer("GET /api/interfaces", """{"detail":"Sign in first."}""");
        var run = await CommandRun.OfAsync(server, ["interfaces"], token is null ? [] : new() { ["WEBCAP_TOKEN"] = token });
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Contains("prints", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SomethingElseThanWebCapIsSaidToBeSo()
    {
        using var server = new FakeServer().Answer("GET /api/interfaces", "<html>It works!</html>", "text/html");
        var run = await CommandRun.OfAsync(server, ["interfaces"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("does not answer as WebCap does", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhereNothingListensItSaysHowToStartAServer()
    {
        // A port that was free a moment ago.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        listener.Stop();
        var run = await CommandRun.OfAsync(ServerClient.CreateHandler(new Uri(url)), ["stats", "--url", url]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("./run.sh", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATokenThatTravelsInTheClearIsWarnedAbout()
    {
        using var server = new FakeServer().Answer("GET /api/net/bpf/stats", "bpf:\n", "text/plain");
        var run = await CommandRun.OfAsync(server, ["stats", "--url", "http://capture.example"], new() { ["WEBCAP_TOKEN"] = "secret" });
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("ssh -L", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("tail")]
    [InlineData("tail", "eth0", "--count", "0")]
    [InlineData("record", "eth0", "--seconds", "x")]
    public async Task ACommandThatCannotBeUnderstoodEndsWithTwoAndPointsToTheHelp(params string[] args)
    {
        using var server = new FakeServer();
        var run = await CommandRun.OfAsync(server, args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("webcap --help", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.Asked);
    }
}
