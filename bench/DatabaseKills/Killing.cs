using System.Diagnostics;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace DatabaseKills;

/// <summary>Starts the writer on one data folder again and again, kills it at a moment that chance picks, and compares what is left with what it had said.</summary>
internal static class Killing
{
    // From the first transaction: dozens of them. Most moments of a writer that does nothing else are within a write.
    private const int LongestMs = 60;

    public static async Task RunAsync(int kills)
    {
        var folder = Directory.CreateTempSubdirectory("webcap-database-kills-");
        try
        {
            var file = Path.Combine(folder.FullName, "webcap.db");
            var (whole, transactions, lost, torn, longestRecoveryMs) = (0, 0L, 0L, 0L, 0.0);
            for (var kill = 0; kill < kills; kill++)
            {
                var committed = await KillOnceAsync(folder.FullName);
                transactions += committed.Count;
                var began = Stopwatch.GetTimestamp();
                using var database = new SqliteConnection($"Data Source={file};Pooling=False");
                database.Open();
                database.Execute("pragma busy_timeout = 5000");
                if (database.QuerySingle<string>("pragma integrity_check") == "ok") whole++;
                longestRecoveryMs = Math.Max(longestRecoveryMs, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                var complete = database.Query<string>("select target from audit group by target having count(*) = 5").ToHashSet();
                lost += committed.Count(line => !IsThere(database, complete, line));
                torn += database.ExecuteScalar<long>(
                    "select count(*) from recordings r where packets <> (select coalesce(sum(packets), 0) from recording_files f where f.recording_id = r.id)");
                torn += database.ExecuteScalar<long>("select count(*) from (select target from audit group by target having count(*) <> 5)");
// So that the last check takes as long as the first.
                database.Execute("delete from audit where target not like @last", new { last = committed[0].Split(' ')[1] + " %" });
                if ((kill + 1) % 100 == 0) await Console.Error.WriteLineAsync($"{kill + 1} kills");
            }

            Print("kills", kills);
            Print("integrity_ok", whole);
            Print("transactions", transactions);
            Print("committed_lost", lost);
            Print("torn", torn);
            Print("longest_recovery_ms", (long)longestRecoveryMs);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The transactions that the writer had named before it was killed.
    private static async Task<List<string>> KillOnceAsync(string folder)
    {
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "write", folder]) { RedirectStandardOutput = true })!;
        List<string> committed = [];
        var first = await writer.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The writer ended at its start.");
        committed.Add(first);
        var reading = Task.Run(async () =>
        {
            // A line that was cut off by the kill names nothing.
            var text = await writer.StandardOutput.ReadToEndAsync();
            committed.AddRange(text.Split('\n')[..^1]);
        });
        await Task.Delay(Random.Shared.Next(LongestMs));
        writer.Kill();
        await writer.WaitForExitAsync();
        await reading;
        return committed;
    }

    private static bool IsThere(SqliteConnection database, HashSet<string> complete, string line)
    {
        if (line.Split(' ') is not [var what, var id, var turn]) throw new InvalidDataException(line);
        return what switch
        {
            "audit" => complete.Contains($"{id} {turn}"),
            // A later one may have come after it.
            _ => database.ExecuteScalar<long>("select received >= @turn from recordings where id = @id", new { id, turn = long.Parse(turn, CultureInfo.InvariantCulture) }) == 1,
        };
    }

    private static void Print(string name, long value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}={value}"));
}
