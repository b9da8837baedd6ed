using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using WebCap.Tests.Support;

namespace WebCap.Tests.Storage;

/// <summary>The service is killed while it writes its database (R14). ./bench.sh storage does the same a thousand times.</summary>
public sealed class KillTests
{
    private const int Kills = 4;
    private const int Writers = 4;
    private const int LeastAcknowledged = 25;

    [Fact]
    public async Task WhatWasAnsweredIsThereAfterAKillAndTheDatabaseIsWhole()
    {
        using var data = new TemporaryFolder();
        ConcurrentDictionary<string, bool> saved = new();
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var service = await ServiceProcess.StartAsync(data.FullPath);
            using var enough = new SemaphoreSlim(0);
            var round = kill;
            var writing = Enumerable.Range(0, Writers).Select(writer => WriteUntilKilledAsync(service.Api, $"{round} {writer}", saved, enough)).ToArray();
            for (var count = 0; count < LeastAcknowledged; count++) await enough.WaitAsync(TestContext.Current.CancellationToken);

            var log = await service.KillAsync();

            await Task.WhenAll(writing);
            // The start before this kill found nothing amiss in what the kill before it had left.
            Assert.DoesNotContain("damaged", log, StringComparison.Ordinal);
            AssertWhole(data.File("webcap.db"), saved);
        }

        await using var last = await TestServer.StartAsync(data: data);
        var names = (await last.Bearer().GetFromJsonAsync<JsonElement[]>("/api/filters/saved", TestContext.Current.CancellationToken))!.Select(filter => filter.GetProperty("name").GetString());
        Assert.Superset(saved.Where(entry => entry.Value).Select(entry => entry.Key).ToHashSet(), names.ToHashSet()!);
        Assert.Empty(Directory.GetFiles(data.FullPath, "*.corrupt-*"));
    }

    // Saves filters and deletes every other one. Whether one must be there is noted when it is answered; what was not answered may be there or not.
    private static async Task WriteUntilKilledAsync(HttpClient api, string writer, ConcurrentDictionary<string, bool> saved, SemaphoreSlim enough)
    {
        try
        {
            for (var number = 0; ; number++)
            {
                var name = $"{writer} {number}";
                using var answer = await api.PostAsJsonAsync("/api/filters/saved", new { name, expression = $"tcp port {number + 1}" }, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
                saved[name] = true;
                enough.Release();
                if (number % 2 == 0) continue;
                // From the question on, nobody knows until it is answered.
                saved.TryRemove(name, out _);
                using var gone = await api.DeleteAsync(answer.Headers.Location, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
                saved[name] = false;
            }
        }
        catch (HttpRequestException)
        {
            // Killed.
        }
    }

    private static void AssertWhole(string file, ConcurrentDictionary<string, bool> saved)
    {
        // Opening it replays the log that the killed process left; a read-only connection could not.
        using var database = new SqliteConnection($"Data Source={file};Pooling=False");
        database.Open();
        Assert.Equal("ok", database.QuerySingle<string>("pragma integrity_check"));
        Assert.Empty(database.Query("pragma foreign_key_check"));
        var there = database.Query<string>("select name from saved_filters").ToHashSet();
        Assert.All(saved, entry => Assert.True(there.Contains(entry.Key) == entry.Value, $"{entry.Key} was {(entry.Value ? "saved and is lost" : "deleted and is there")}"));
    }
}
