using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace WebCap.E2e;

/// <summary>
/// The real service, as run.sh starts it: a process of its own on a free port, with a data folder that goes away with it.
/// One for all tests of a class that asks for it; tests use devices and interfaces of their own. Tests that need other options than the
/// service's own start one for themselves with <see cref="StartNewAsync"/>.
/// </summary>
public sealed class WebCapServer : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("webcap-e2e-").FullName;
    private readonly StringBuilder log = new();
    private readonly string[] options;
    private Process? process;

    public WebCapServer()
        : this([])
    {
    }

    private WebCapServer(string[] options) => this.options = options;

    /// <summary>The address with the sign-in token in its fragment, as printed.</summary>
    public string SignInUrl { get; private set; } = "";

    /// <summary>The address alone.</summary>
    public Uri Address { get; private set; } = new("http://invalid/");

    /// <summary>The sign-in token.</summary>
    public string Token { get; private set; } = "";

    /// <summary>The service's process.</summary>
    public int ProcessId => process!.Id;

    /// <summary>The data folder.</summary>
    public string Data => data;

    /// <summary>Calls the API as the administrator.</summary>
    public HttpClient Api { get; private set; } = new();

    /// <summary>What the service printed so far.</summary>
    public string Log
    {
        get
        {
            lock (log) return log.ToString();
        }
    }

    /// <summary>A service with options of its own, for example <c>--backlog-bytes 64K</c>.</summary>
    public static async Task<WebCapServer> StartNewAsync(params string[] options)
    {
        var server = new WebCapServer(options);
        await server.InitializeAsync();
        return server;
    }

    public ValueTask InitializeAsync() => StartAsync(port: 0);

    /// <summary>Stops the service as an operator would, with SIGTERM, and starts it again on the same port and data.</summary>
    public async Task RestartAsync()
    {
        var port = Address.Port;
        await StopAsync();
        await StartAsync(port);
    }

    /// <summary>Ends the service as a power cut of its process alone would, with SIGKILL, and starts it again on the same port and data.</summary>
    public async Task KillAsync()
    {
        var port = Address.Port;
        process!.Kill();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        process.Dispose();
        process = null;
        await StartAsync(port);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Api.Dispose();
        Directory.Delete(data, recursive: true);
    }

    /// <summary>Opens a device and returns its minor; the body is that of POST /api/devices.</summary>
    public async Task<int> OpenDeviceAsync(object body, CancellationToken cancellation)
    {
        using var answer = await Api.PostAsJsonAsync("/api/devices", body, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("minor").GetInt32();
    }

    /// <summary>GET, as JSON.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation) =>
        await Api.GetFromJsonAsync<JsonElement>(path, cancellation);

    private async ValueTask StartAsync(int port)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Published, "WebCap"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "--address", $"127.0.0.1:{port}", "--data", data },
        };
        foreach (var option in options) start.ArgumentList.Add(option);
        // It is for these tests; the service would rightly say that it is no option of its own.
        start.Environment.Remove("WEBCAP_PUBLISHED");
        if (!File.Exists(start.FileName)) throw new InvalidOperationException($"{start.FileName} is missing: ./test.sh publishes it.");
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data, ready);
        process.ErrorDataReceived += (_, line) => Read(line.Data, ready);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The service ended at its start:\n{Log}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        SignInUrl = await ready.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var url = new Uri(SignInUrl);
        Address = new Uri(url.GetLeftPart(UriPartial.Authority));
        Token = url.Fragment["#token=".Length..];
        Api.Dispose();
        Api = new HttpClient { BaseAddress = Address };
        Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    private void Read(string? line, TaskCompletionSource<string> ready)
    {
        if (line is null) return;
        lock (log) log.AppendLine(line);
        var at = line.IndexOf("http://", StringComparison.Ordinal);
        if (at >= 0 && line.Contains("#token=", StringComparison.Ordinal)) ready.TrySetResult(line[at..].Trim());
    }

    private async Task StopAsync()
    {
        if (process is null) return;
        if (!process.HasExited)
        {
            await Command.RunAsync("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        }

        process.Dispose();
        process = null;
    }
}
