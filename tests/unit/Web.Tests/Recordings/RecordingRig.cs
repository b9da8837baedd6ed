using System.Net.Http.Json;
using System.Text.Json;
using Bpf.Engine.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Configuration;
using WebCap.Recordings;
using WebCap.Tests.Capture;
using WebCap.Tests.Support;

namespace WebCap.Tests.Recordings;

/// <summary>The real service with an interface whose frames the test sends, and the recordings of it.</summary>
internal sealed class RecordingRig : IAsyncDisposable
{
    private RecordingRig(TestServer server)
    {
        Server = server;
        Api = server.Bearer();
        AddInterface(Source);
    }

    public TestServer Server { get; }

    public HttpClient Api { get; }

    public ScriptedInterface Source { get; } = new();

    public RecordingService Recordings => Server.Services.GetRequiredService<RecordingService>();

    public string Folder => Recordings.Folder.FullPath;

    public static async Task<RecordingRig> StartAsync(
        Func<RecordingOptions, RecordingOptions>? change = null,
        TemporaryFolder? data = null,
        TimeProvider? time = null,
        Func<WebCapOptions, WebCapOptions>? changeOthers = null) =>
        new(await TestServer.StartAsync(options => Change(changeOthers?.Invoke(options) ?? options, change), data, time));

    public void AddInterface(NetworkInterface added) => Server.Services.GetRequiredService<InterfaceCatalog>().Add(added);

    /// <summary>Starts a recording and returns its id; the body is that of POST /api/recordings without the interface.</summary>
    public async Task<long> RecordAsync(Dictionary<string, object>? body = null)
    {
        Dictionary<string, object> whole = new(body ?? []) { ["interface"] = Source.Name };
        using var answer = await Api.PostAsJsonAsync("/api/recordings", whole, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetInt64();
    }

    public async Task<JsonElement> StopAsync(long id)
    {
        using var answer = await Api.PostAsync($"/api/recordings/{id}/stop", null, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    public async Task<Recording> FindAsync(long id) => await Recordings.FindAsync(id, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException($"no recording {id}");

    /// <summary>Waits until a recording is as it should be.</summary>
    public async Task<Recording> WaitAsync(long id, Func<Recording, bool> isAsItShouldBe)
    {
        while (true)
        {
            var recording = await FindAsync(id);
            if (isAsItShouldBe(recording)) return recording;
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until so many packets are in the files.</summary>
    public Task<Recording> WaitForPacketsAsync(long id, long packets) => WaitAsync(id, recording => recording.Books.Packets >= packets);

    public string PathOf(long id, int number = 1, string extension = "pcapng") => Path.Combine(Recordings.Folder.Of(id), $"{number:D6}.{extension}");

    public Task<byte[]> DownloadAsync(long id, string query = "", string extension = "pcapng") =>
        Api.GetByteArrayAsync($"/api/recordings/{id}/file.{extension}{query}", TestContext.Current.CancellationToken);

    /// <summary>What a capture file says, which must be whole.</summary>
    public static ReadFile Read(string path) => ReadFile.Of(File.ReadAllBytes(path));

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    private static WebCapOptions Change(WebCapOptions options, Func<RecordingOptions, RecordingOptions>? change)
    {
        // The disk of a test machine may be nearly full, which is not what most tests are about.
        var recording = options.Recording with { KeepFreeBytes = 0, BufferBytes = 1024 * 1024 };
        // A token that does not run out, because some tests let days pass.
        return options with { Recording = change?.Invoke(recording) ?? recording, NoSample = true, Token = "a-token-that-no-clock-ends" };
    }
}
