using System.Net;
using Bpf.Engine.Filter;
using WebCap.Configuration;
using WebCap.Tests.Support;

namespace WebCap.Tests.Configuration;

public sealed class OptionReaderTests
{
    [Fact]
    public void EveryOptionHasThreeNamesOfItsOwnAndTheHelpShowsThemAll()
    {
        var help = UsageText.Format();
        var names = OptionTable.All.SelectMany(option => new[] { option.Name, option.EnvironmentName, $"WebCap:{option.Key}" }).ToArray();
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (var name in names) Assert.Contains(name, help, StringComparison.Ordinal);
        foreach (var option in OptionTable.All) Assert.EndsWith(".", option.Description, StringComparison.Ordinal);
        Assert.Contains("WEBCAP_TOKEN", help, StringComparison.Ordinal);
    }

    [Fact]
    public void NoLineOfTheHelpIsWiderThanATerminal() => Assert.All(UsageText.Format().Split('\n'), line => Assert.True(line.Length <= 120, line));

    [Fact]
    public void DefaultsAreWhatTheHelpSays()
    {
        var read = OptionRun.Of([]);
        foreach (var option in OptionTable.All.Where(option => option.Default.Length > 0 && option.Key != "Data"))
        {
            // Given its default it changes nothing.
            Assert.Equal(read.Options, option.Apply(read.Options!, option.Default));
        }
    }

    [Fact]
    public void TheCommandLineWinsOverTheEnvironmentAndThatOverTheFile()
    {
        const string File = """{ "WebCap": { "Devices": 3, "FeedBytes": "1M", "MaxInstructions": 100 } }""";
        Dictionary<string, string> environment = new() { ["WEBCAP_DEVICES"] = "4", ["WEBCAP_FEEDBYTES"] = "2M" };
        var options = OptionRun.Of(["--devices", "5"], environment, File).Options!;
        Assert.Equal(5, options.Limits.DeviceCount);
        Assert.Equal(2 * 1024 * 1024, options.Capture.FeedBytes);
        Assert.Equal(100, options.Limits.MaxInstructions);
    }

    [Theory]
    [InlineData("auto", FilterEngine.Auto)]
    [InlineData("jit", FilterEngine.Jit)]
    [InlineData("interpreter", FilterEngine.Interpreter)]
    public void TheEngineOfFiltersCanBeForced(string text, FilterEngine engine) =>
        Assert.Equal(engine, OptionRun.Of(["--filter-engine", text]).Options!.Limits.FilterEngine);

    [Fact]
    public void AListFromOneSourceReplacesTheListOfAWeakerOne()
    {
        using var folder = new TemporaryFolder();
        string[] files = [folder.File("a"), folder.File("b"), folder.File("c")];
        foreach (var file in files) File.WriteAllText(file, "");
        Dictionary<string, string> environment = new() { ["WEBCAP_REPLAY"] = files[0] + Path.PathSeparator + files[1] };
        Assert.Equal(files[..2], OptionRun.Of([], environment).Options!.Replay);
        Assert.Equal(files[1..], OptionRun.Of(["--replay", files[1], $"--replay={files[2]}"], environment).Options!.Replay);
        Assert.Equal(files[2..], OptionRun.Of([], settings: $$"""{ "WebCap": { "Replay": [ "{{files[2]}}" ] } }""").Options!.Replay);
    }

    [Theory]
    [InlineData("--address", "127.0.0.1")]
    [InlineData("--address", "example.com:80")]
    [InlineData("--address", "127.0.0.1:65536")]
    [InlineData("--address", "::1")]
    [InlineData("--allowed-hosts", "*")]
    [InlineData("--allowed-hosts", "*.example.com")]
    [InlineData("--allowed-hosts", "example.com:80")]
    [InlineData("--allowed-hosts", "a b")]
    [InlineData("--devices", "0")]
    [InlineData("--devices", "-1")]
    [InlineData("--devices", "4097")]
    [InlineData("--devices", "ten")]
    [InlineData("--devices", "")]
    [InlineData("--ring-bytes", "1")]
    [InlineData("--ring-bytes", "2G")]
    [InlineData("--ring-bytes", "99999999999G")]
    [InlineData("--ring-bytes", "M")]
    [InlineData("--ring-timeout-ms", "0")]
    [InlineData("--max-buffer-bytes", "65M")]
    [InlineData("--max-instructions", "4097")]
    [InlineData("--filter-engine", "JIT")]
    [InlineData("--filter-engine", "fast")]
    [InlineData("--feed-bytes", "1")]
    [InlineData("--replay", "/no/such/file")]
    [InlineData("--replay-pace", "slow")]
    [InlineData("--replay-pace", "0")]
    [InlineData("--token-file", "/no/such/file")]
    public void AValueThatCannotBeIsNamedInOneLineAndEndsWithTwo(string name, string value)
    {
        var run = OptionRun.Of([name, value]);
        Assert.Null(run.Options);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(name + " must ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));

        var option = OptionTable.All.Single(option => option.Name == name);
        // An empty variable is as good as none.
        if (value.Length == 0) return;
        Assert.StartsWith(option.EnvironmentName + " must ", OptionRun.Of([], new() { [option.EnvironmentName] = value }).Error, StringComparison.Ordinal);
        var inFile = OptionRun.Of([], settings: $$"""{ "WebCap": { "{{option.Key}}": "{{value}}" } }""");
        Assert.StartsWith($"WebCap:{option.Key} in appsettings.json must ", inFile.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nonsense", "is no option")]
    [InlineData("stray", "is no option")]
    [InlineData("--token", "is no option")]
    [InlineData("--devices", "needs a value")]
    public void AWordThatIsNoOptionIsNamed(string argument, string complaint)
    {
        var run = OptionRun.Of([argument]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(argument, run.Error, StringComparison.Ordinal);
        Assert.Contains(complaint, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOptionGivenTwiceIsAMistake() => Assert.Contains("twice", OptionRun.Of(["--devices", "1", "--devices", "2"]).Error, StringComparison.Ordinal);

    [Fact]
    public void AKeyOfTheFileThatIsNoOptionIsAMistake() =>
        Assert.Contains("WebCap:Devises", OptionRun.Of([], settings: """{ "WebCap": { "Devises": 3 } }""").Error, StringComparison.Ordinal);

    [Fact]
    public void AFileThatIsNoJsonIsAMistake()
    {
        var run = OptionRun.Of([], settings: """{ "WebCap": { """);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("cannot be read", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AVariableThatIsNoOptionIsToldAndPassedOver()
    {
        var run = OptionRun.Of([], new() { ["WEBCAP_DEVISES"] = "3" });
        Assert.NotNull(run.Options);
        Assert.Contains("WEBCAP_DEVISES", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:5270")]
    [InlineData("[::]:5270")]
    [InlineData("192.0.2.1:5270")]
    public void AnAddressThatTheNetworkReachesMustBeAskedFor(string address)
    {
        var run = OptionRun.Of(["--address", address]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--allow-network", run.Error, StringComparison.Ordinal);
        Assert.Equal(IPEndPoint.Parse(address), OptionRun.Of(["--address", address, "--allow-network"]).Options!.Address);
    }

    [Theory]
    [InlineData("127.0.0.1:0", "127.0.0.1", 0)]
    [InlineData("[::1]:81", "::1", 81)]
    [InlineData("localhost:82", "127.0.0.1", 82)]
    [InlineData("127.9.9.9:83", "127.9.9.9", 83)]
    public void LoopbackNeedsNoAsking(string text, string address, int port) =>
        Assert.Equal(new IPEndPoint(IPAddress.Parse(address), port), OptionRun.Of(["--address", text]).Options!.Address);

    [Theory]
    [InlineData("65536", 65536)]
    [InlineData("64k", 65536)]
    [InlineData("1M", 1048576)]
    [InlineData("1G", 1073741824)]
    public void BytesCanBeGivenInPowersOf1024(string text, int bytes) => Assert.Equal(bytes, OptionRun.Of(["--feed-bytes", text]).Options!.Capture.FeedBytes);

    [Fact]
    public void OptionsThatDoNotGoTogetherAreAMistake()
    {
        Assert.Contains("two or more whole blocks", OptionRun.Of(["--ring-bytes", "1M", "--ring-block-bytes", "1M"]).Error, StringComparison.Ordinal);
        Assert.Contains("power of two", OptionRun.Of(["--ring-block-bytes", "100000"]).Error, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var file = folder.File("certificate.pem");
        File.WriteAllText(file, "");
        Assert.Contains("--tls-key", OptionRun.Of(["--tls-certificate", file]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTokenComesFromTheEnvironmentOrAFileButNotFromBoth()
    {
        const string Token = "a-token-of-at-least-22-characters";
        using var folder = new TemporaryFolder();
        var file = folder.File("token");
        File.WriteAllText(file, Token + "\n");
        Assert.Equal(Token, OptionRun.Of([], new() { ["WEBCAP_TOKEN"] = Token }).Options!.Token);
        Assert.Equal(Token, OptionRun.Of(["--token-file", file]).Options!.Token);
        Assert.Contains("twice", OptionRun.Of(["--token-file", file], new() { ["WEBCAP_TOKEN"] = Token }).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSecretOfWebhooksComesFromAFile()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("secret");
        File.WriteAllText(file, "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
        Assert.Equal(Enumerable.Range(0, 32).Select(number => (byte)number), OptionRun.Of(["--webhook-secret-file", file]).Options!.Rewind.WebhookSecret);
        // No prefix, too short, no base64, too long.
        foreach (var wrong in new[] { "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "whsec_AAECAwQF", "whsec_not base64 at all, and long enough", $"whsec_{Convert.ToBase64String(new byte[65])}" })
        {
            File.WriteAllText(file, wrong);
            var error = OptionRun.Of(["--webhook-secret-file", file]).Error;
            Assert.Contains("whsec_", error, StringComparison.Ordinal);
            Assert.DoesNotContain(wrong, error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("short")]
    [InlineData("a token with blanks in it is no token")]
    [InlineData("größer-als-ascii-ist-auch-keines")]
    public void ATokenThatCouldBeGuessedOrNotSentIsRefusedAndNotRepeated(string token)
    {
        var run = OptionRun.Of([], new() { ["WEBCAP_TOKEN"] = token });
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("WEBCAP_TOKEN must hold 22", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(token, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDataFolderIsBesideRunShElseInTheUsersData()
    {
        Assert.Equal("/work tree/.data", DataOf(new() { ["WEBCAP_HOME"] = "/work tree", ["HOME"] = "/home/u" }));
        Assert.Equal("/xdg/webcap", DataOf(new() { ["XDG_DATA_HOME"] = "/xdg", ["HOME"] = "/home/u" }));
        Assert.Equal("/home/u/.local/share/webcap", DataOf(new() { ["XDG_DATA_HOME"] = "relative", ["HOME"] = "/home/u" }));
        Assert.Equal("/elsewhere", DataOf(new() { ["WEBCAP_HOME"] = "/work tree", ["WEBCAP_DATA"] = "/elsewhere" }));
        Assert.Contains("--data", OptionRun.Of([], environment: [], hasHome: false).Error, StringComparison.Ordinal);

        static string DataOf(Dictionary<string, string> environment) => OptionRun.Of([], environment, hasHome: false).Options!.Data;
    }

    [Fact]
    public void HelpAndVersionWinOverWhateverElseIsWrong()
    {
        var help = OptionRun.Of(["--nonsense", "--help"]);
        Assert.Equal(0, help.ExitCode);
        Assert.Equal(UsageText.Format(), help.Output);
        Assert.StartsWith("WebCap ", OptionRun.Of(["--version"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AValueIsRepeatedOnlyWhereItIsHarmless()
    {
        var run = OptionRun.Of(["--devices", "\u001b[31m" + new string('x', 1000)]);
        Assert.DoesNotContain('\u001b', run.Error);
        Assert.True(run.Error.Length < 250);
    }
}
