using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using WebCap.Recordings;
using WebCap.Storage;
using WebCap.Tests.Recordings;
using WebCap.Tests.Support;

namespace WebCap.Tests.Storage;

/// <summary>Bytes of the database that are not what was written (R14): the service begins all the same, with what the damage has left or without it.</summary>
public sealed class DamageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Each is valid to SQLite, whose own check passes it; the service could not have read it.
    [Theory]
    [InlineData("started_at", "stbrted_at")]
    [InlineData("json_valid", "jsnn_valid")]
    [InlineData("collate nocase", "collate nobase")]
    [InlineData("[\"eth0\"]", "Z\"eth0\"]")]
    [InlineData("{\"interface\":\"script0\"", "{\"interfbce\":\"script0\"")]
    [InlineData("\"format\":\"pcapng\"", "\"format\":\"pcapmg\"")]
    public async Task DamageThatSqliteDoesNotSeeIsFoundAndTheRecordingsAreThereAgain(string text, string damaged)
    {
        using var data = new TemporaryFolder();
        await using (var rig = await RecordingRig.StartAsync(data: data))
        {
            using var issued = await rig.Api.PostAsJsonAsync("/api/tokens", new { name = "limited", role = "viewer", days = 1, interfaces = new[] { "eth0" } }, Cancellation);
            Assert.Equal(HttpStatusCode.Created, issued.StatusCode);
            var id = await rig.RecordAsync(new() { ["comment"] = "kept" });
            rig.Source.Send(20);
            await rig.WaitForPacketsAsync(id, 20);
            await rig.StopAsync(id);
        }

        Damage(data.File("webcap.db"), text, damaged);
        await using var next = await RecordingRig.StartAsync(data: data);

        Assert.Single(Directory.GetFiles(data.FullPath, "webcap.db.corrupt-*"));
        var recording = Assert.Single(await next.Recordings.ListAsync(cancellation: Cancellation));
        Assert.Equal((RecordingState.Stopped, "kept", 20), (recording.State, recording.Settings.Comment, recording.Books.Packets));
        Assert.Equal(20, ReadFile.Of(await next.DownloadAsync(recording.Id)).Frames.Count);
    }

    // One byte at a time all over the file: whatever it was, the service starts, or says in a sentence why not.
    [Fact]
    public async Task AByteThatWasFlippedKeepsTheServiceFromNothing()
    {
        using var data = new TemporaryFolder();
        await using (var server = await TestServer.StartAsync(data: data))
        {
            for (var number = 0; number < 3; number++) await server.IssueAsync("viewer");
            await server.BrowserAsync();
        }

        var file = data.File("webcap.db");
        var whole = await File.ReadAllBytesAsync(file, Cancellation);
        var random = new Random(14);
        var (readCount, asideCount) = (0, 0);
        for (var round = 0; round < 20; round++)
        {
            int at;
            do at = random.Next(whole.Length);
            while (whole[at] == 0);
            var bytes = (byte[])whole.Clone();
            bytes[at] ^= (byte)(1 << random.Next(8));
            foreach (var path in Directory.GetFiles(data.FullPath, "webcap.db*")) File.Delete(path);
            await File.WriteAllBytesAsync(file, bytes, Cancellation);
            try
            {
                await using var server = await TestServer.StartAsync(data: data);
                using var answer = await server.Bearer().GetAsync("/api/tokens", Cancellation);
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode} with byte {at} changed to {bytes[at]}");
                if (Directory.GetFiles(data.FullPath, "*.corrupt-*").Length > 0) asideCount++;
                else readCount++;
            }
            catch (StartException fault)
            {
                // A version from the future is all that it may refuse: that file may be good.
                Assert.Contains("Start the newer WebCap", fault.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(readCount > 0 && asideCount > 0, $"{readCount} read, {asideCount} set aside");
    }

    [Fact]
    public async Task ALostDatabaseIsMadeAnewWhereItWas()
    {
        using var data = new TemporaryFolder();
        await using (await TestServer.StartAsync(data: data))
        {
            // The keys and the folder stay.
        }

        File.Delete(data.File("webcap.db"));
        await using var server = await TestServer.StartAsync(data: data);
        Assert.Empty((await server.Bearer().GetFromJsonAsync<JsonElement[]>("/api/filters/saved", Cancellation))!);
        Assert.Empty(Directory.GetFiles(data.FullPath, "*.corrupt-*"));
    }

    // In every place, which for SQLite's bytes is as good as one.
    private static void Damage(string file, string text, string damaged)
    {
        // What the log still has would cover what is damaged in the file.
        using (var database = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            database.Open();
            database.Execute("pragma wal_checkpoint(truncate)");
        }

        Assert.Equal(text.Length, damaged.Length);
        var bytes = File.ReadAllBytes(file);
        var (from, to) = (System.Text.Encoding.ASCII.GetBytes(text), System.Text.Encoding.ASCII.GetBytes(damaged));
        var found = 0;
        for (int at; (at = bytes.AsSpan().IndexOf(from)) >= 0; found++) to.CopyTo(bytes, at);
        Assert.True(found > 0, $"{text} is not in the file");
        File.WriteAllBytes(file, bytes);
    }
}
