using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using WebCap.Tests.Support;

namespace WebCap.Tests;

/// <summary>The program as a process: what it prints, and what it ends with.</summary>
public sealed partial class StartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ItPrintsItsAddressOnceAndEndsWhenAsked()
    {
        using var folder = new TemporaryFolder();
        using var process = ServiceProcess.Start("--address", "127.0.0.1:0", "--data", folder.FullPath);
        // Read all along, or a full pipe would stop the process.
        var log = process.StandardError.ReadToEndAsync(Cancellation);
        List<string> lines = [];
        string address;
        while (true)
        {
            var line = await process.StandardOutput.ReadLineAsync(Cancellation);
            if (line is null) Assert.Fail($"It ended: {await log}");
            lines.Add(line);
            if (!line.StartsWith("Live interfaces", StringComparison.Ordinal)) continue;
            address = ReadyLine().Match(lines[0]).Groups["address"].Value;
            break;
        }

        Assert.NotEmpty(address);
        using var client = new HttpClient();
        Assert.Equal("live", await client.GetStringAsync(address + "health/live", Cancellation));
        await AskToEndAsync(process);
        lines.AddRange((await process.StandardOutput.ReadToEndAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
        Assert.Single(lines, line => line.Contains("#token=", StringComparison.Ordinal));
        // A token that reached the log would outlive the screen.
        Assert.DoesNotContain("token=", await log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAddressInUseIsNamedAndEndsWithOne()
    {
        await using var server = await TestServer.StartAsync();
        using var folder = new TemporaryFolder();
        var (code, _, error) = await RunAsync("--address", server.Address.Authority, "--data", folder.FullPath);
        Assert.Equal(1, code);
        Assert.Equal($"{server.Address.Authority} is in use by another program; choose another with --address.\n", error);
    }

    [Fact]
    public async Task AFolderInUseIsNamedAndEndsWithOne()
    {
        await using var server = await TestServer.StartAsync();
        var (code, _, error) = await RunAsync("--address", "127.0.0.1:0", "--data", server.Options.Data);
        Assert.Equal(1, code);
        Assert.Contains(server.Options.Data, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task ABadOptionEndsWithTwoAndPrintsNothingElse()
    {
        var (code, output, error) = await RunAsync("--devices", "none");
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.StartsWith("--devices must be", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var process = ServiceProcess.Start(args);
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output, await error);
    }

    private static async Task AskToEndAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancellation);
    }

    [GeneratedRegex("^WebCap is ready: (?<address>http://127\\.0\\.0\\.1:[0-9]+/)#token=[A-Za-z0-9_-]{43}$")]
    private static partial Regex ReadyLine();
}
