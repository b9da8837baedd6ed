using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace DatabaseKills;

/// <summary>
/// <code>
///   DatabaseKills write FOLDER            writes until it is killed; a line for each transaction that is committed
///   DatabaseKills kill KILLS              starts that and kills it, so many times, and looks at what is left
///   DatabaseKills lock FILE SECONDS       has the database to itself for a while, as another program may
/// </code>
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["write", var folder]:
                await Writing.RunAsync(folder);
                return 0;
            case ["kill", var kills]:
                await Killing.RunAsync(int.Parse(kills, CultureInfo.InvariantCulture));
                return 0;
            case ["lock", var file, var seconds]:
                await LockAsync(file, TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
                return 0;
            default:
                await Console.Error.WriteLineAsync("Usage: DatabaseKills write FOLDER | kill KILLS | lock FILE SECONDS");
                return 2;
        }
    }

    private static async Task LockAsync(string file, TimeSpan time)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        connection.Execute("begin exclusive");
        Console.WriteLine("locked");
        await Task.Delay(time);
        connection.Execute("rollback");
        Console.WriteLine("released");
    }
}
