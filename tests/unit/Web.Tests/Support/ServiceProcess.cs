using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace WebCap.Tests.Support;

/// <summary>The service as a process of its own, for what only a process can show: what it prints, its end, its being killed.</summary>
internal sealed partial class ServiceProcess : IDisposable
{
    private readonly Process process;
    private readonly Task<string> log;

    private ServiceProcess(Process process, Task<string> log, Match ready)
    {
        this.process = process;
        this.log = log;
        Address = new Uri(ready.Groups["address"].Value);
        Token = ready.Groups["token"].Value;
        Api = new HttpClient { BaseAddress = Address };
        Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The token of this start.</summary>
    public string Token { get; }

    /// <summary>Calls the API as the administrator.</summary>
    public HttpClient Api { get; }

    /// <summary>The program with some options, as a process whose output the test reads.</summary>
    public static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(ServiceProcess).Assembly.Location.Replace("Web.Tests.dll", "WebCap.dll", StringComparison.Ordinal));
        foreach (var arg in args) start.ArgumentList.Add(arg);
        // What this machine has set for WebCap is not what is tested.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("WEBCAP_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    /// <summary>The service on a free port with a data folder, ready for requests.</summary>
    public static async Task<ServiceProcess> StartAsync(string data, params string[] options)
    {
        var process = Start(["--address", "127.0.0.1:0", "--data", data, "--no-sample", .. options]);
        // Read all along, or a full pipe would stop the process.
        var log = process.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (ReadyLine().Match(line) is { Success: true } ready) return new ServiceProcess(process, log, ready);
        }

        throw new InvalidOperationException($"The service ended at its start: {await log}");
    }

    /// <summary>SIGKILL, and the end. What it had printed to its log.</summary>
    public async Task<string> KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await log;
    }

    public void Dispose()
    {
        // A test that failed half-way leaves none behind.
        if (!process.HasExited) process.Kill();
        process.Dispose();
        Api.Dispose();
    }

    [GeneratedRegex("^WebCap is ready: (?<address>http://127\\.0\\.0\\.1:[0-9]+/)#token=(?<token>[A-Za-z0-9_-]{43})$")]
    private static partial Regex ReadyLine();
}
