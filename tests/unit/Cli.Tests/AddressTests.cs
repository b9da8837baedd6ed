using WebCap.Cli.Server;
using WebCap.Cli.Tests.Support;

namespace WebCap.Cli.Tests;

/// <summary>Where the server and the token come from.</summary>
public sealed class AddressTests
{
    private const string Token = "abcdefghijklmnopqrstuv";

    [Fact]
    public void TheCommandLineWinsOverTheEnvironmentAndThatOverWhatWasKept()
    {
        using var home = new TemporaryFolder();
        Dictionary<string, string> environment = new() { ["HOME"] = home.FullPath };
        Assert.Equal(ServerAddress.Default, ServerAddress.Find(null, null, environment).Url.ToString());
        AddressFile.Write(ServerAddress.Parse($"http://kept.example:1/#token={Token}", ""), environment);
        Assert.Equal(new ServerAddress(new Uri("http://kept.example:1/"), Token), ServerAddress.Find(null, null, environment));
        environment["WEBCAP_URL"] = "https://set.example/#token=other-token";
        Assert.Equal(new ServerAddress(new Uri("https://set.example/"), "other-token"), ServerAddress.Find(null, null, environment));
        Assert.Equal("https://given.example/", ServerAddress.Find("https://given.example", null, environment).Url.ToString());
    }

    [Fact]
    public void TheTokenThatWasKeptGoesToTheServerItWasKeptForOnly()
    {
        using var home = new TemporaryFolder();
        Dictionary<string, string> environment = new() { ["HOME"] = home.FullPath };
        AddressFile.Write(ServerAddress.Parse($"http://kept.example:1/#token={Token}", ""), environment);
        Assert.Equal(Token, ServerAddress.Find("http://kept.example:1", null, environment).Token);
        Assert.Null(ServerAddress.Find("http://kept.example:2", null, environment).Token);
        Assert.Null(ServerAddress.Find("https://kept.example:1", null, environment).Token);
    }

    [Fact]
    public void TheTokenComesFromAFileOrTheEnvironment()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("token"), "from-a-file\n");
        Assert.Equal("from-a-file", ServerAddress.Find(null, folder.File("token"), new Dictionary<string, string> { ["WEBCAP_TOKEN"] = "set" }).Token);
        Assert.Equal("set", ServerAddress.Find(null, null, new Dictionary<string, string> { ["WEBCAP_TOKEN"] = "set", ["WEBCAP_TOKENFILE"] = folder.File("token") }).Token);
        Assert.Equal("from-a-file", ServerAddress.Find(null, null, new Dictionary<string, string> { ["WEBCAP_TOKENFILE"] = folder.File("token") }).Token);
    }

    [Fact]
    public async Task ATokenOnTheCommandLineIsRefused()
    {
        var run = await CommandRun.OfAsync(new FakeServer(), ["stats", "--url", $"http://127.0.0.1:1/#token={Token}"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("WEBCAP_URL", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("capture.example")]
    [InlineData("ftp://capture.example")]
    [InlineData("http://me:secret@capture.example")]
    public async Task WhatIsNoAddressIsRefusedWithAnExample(string url)
    {
        var run = await CommandRun.OfAsync(new FakeServer(), ["stats", "--url", url]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("http://127.0.0.1:5270", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectTriesAnAddressAndKeepsItForItsOwnerOnly()
    {
        using var home = new TemporaryFolder();
        Dictionary<string, string> environment = new() { ["XDG_CONFIG_HOME"] = home.FullPath };
        using var server = new FakeServer().Answer("GET /api/session", """{"user":"ann","role":"operator","server":{}}""");
        var run = await CommandRun.OfAsync(server, ["connect"], environment, $"WebCap is ready: http://127.0.0.1:9/#token={Token}\n");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("as ann (operator)", run.Output, StringComparison.Ordinal);
        Assert.Equal($"Bearer {Token}", server.Authorization);
        Assert.Equal(new ServerAddress(new Uri("http://127.0.0.1:9/"), Token), ServerAddress.Find(null, null, environment));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.File("webcap/address")));
    }

    [Fact]
    public void AnAddressThatOthersCanReadIsRefused()
    {
        if (OperatingSystem.IsWindows()) return;
        using var home = new TemporaryFolder();
        Dictionary<string, string> environment = new() { ["HOME"] = home.FullPath };
        var file = AddressFile.Write(ServerAddress.Parse($"http://kept.example/#token={Token}", ""), environment);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<CliException>(() => ServerAddress.Find(null, null, environment)).Message, StringComparison.Ordinal);
    }
}
