using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WebCap.E2e;

/// <summary>Recordings of the real service, which is killed while they run (R8).</summary>
public partial class RecordingTests
{
    private const int Kills = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ALimitOnFilesEndsTheRecordingWholeAndNotTheService()
    {
        const int LimitBytes = 1_000_000;
        var sample = Path.Combine(Repository.Root, "samples", "first-look.pcapng");
        await using var server = await WebCapServer.StartNewAsync("--no-sample", "--replay", sample, "--replay-pace", "fast", "--recording-keep-free", "0");
        await Command.RunAsync("prlimit", ["--pid", server.ProcessId.ToString(CultureInfo.InvariantCulture), $"--fsize={LimitBytes}:{LimitBytes}"], Cancellation);
        using var answer = await server.Api.PostAsJsonAsync("/api/recordings", new { @interface = "first-look" }, Cancellation);
        var path = answer.Headers.Location!.ToString();

        var ended = await server.GetAsync(path, Cancellation);
        while (ended.GetProperty("state").GetString() == "recording") ended = await server.GetAsync(path, Cancellation);

        Assert.Equal("failed", ended.GetProperty("state").GetString());
        Assert.Contains("largest size", ended.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(ended.GetProperty("received").GetInt64(), ended.GetProperty("packets").GetInt64() + ended.GetProperty("dropped").GetInt64());
        var report = await Command.RunAsync("capinfos", ["-Mc", Path.Combine(server.Data, "recordings", "000001", "000001.pcapng")], Cancellation);
        Assert.Equal(ended.GetProperty("packets").GetInt64(), long.Parse(PacketCount().Match(report).Groups[1].ValueSpan, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task AKillLeavesAWholeFileAndTheCatalogueSaysInterruptedWithItsCount()
    {
        var sample = Path.Combine(Repository.Root, "samples", "first-look.pcapng");
        await using var server = await WebCapServer.StartNewAsync("--no-sample", "--replay", sample, "--replay-pace", "20000", "--recording-keep-free", "0");
        var interfaces = (await server.GetAsync("/api/interfaces", Cancellation)).EnumerateArray();
        var replay = interfaces.Single(one => one.GetProperty("kind").GetString() == "replay").GetProperty("name").GetString();
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var answer = await server.Api.PostAsJsonAsync("/api/recordings", new { @interface = replay, standing = kill == Kills }, Cancellation);
            var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetInt64();
            var seen = 0L;
            while (seen < 1000 * kill) seen = (await server.GetAsync($"/api/recordings/{id}", Cancellation)).GetProperty("packets").GetInt64();

            await server.KillAsync();

            var after = await server.GetAsync($"/api/recordings/{id}", Cancellation);
            Assert.Equal("interrupted", after.GetProperty("state").GetString());
            var packets = after.GetProperty("packets").GetInt64();
            Assert.True(packets >= seen, $"{packets} packets after the kill, and {seen} were seen before it");
            var file = Path.Combine(server.Data, "recordings", id.ToString("D6", CultureInfo.InvariantCulture), "000001.pcapng");
            // Exits with an error when the file ends in the middle of a packet.
            var report = await Command.RunAsync("capinfos", ["-Mc", file], Cancellation);
            Assert.Equal(packets, long.Parse(PacketCount().Match(report).Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        }

        // The standing one goes on by itself, as another.
        var running = (await server.GetAsync("/api/recordings", Cancellation)).EnumerateArray().First();
        Assert.Equal("recording", running.GetProperty("state").GetString());
        while ((await server.GetAsync($"/api/recordings/{running.GetProperty("id").GetInt64()}", Cancellation)).GetProperty("packets").GetInt64() == 0) Cancellation.ThrowIfCancellationRequested();
    }

    [GeneratedRegex(@"Number of packets:\s+(\d+)")]
    private static partial Regex PacketCount();
}
