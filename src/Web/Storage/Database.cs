using System.Data;
using System.Diagnostics;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace WebCap.Storage;

/// <summary>
/// The SQLite file and the way to it: one connection, used by one caller at a time. What the service keeps is small and seldom written,
/// so that a second connection would gain nothing.
/// A caller waits at most <see cref="BusyTimeoutMs"/> for the connection and the file's lock together, without holding a request thread
/// while it waits for the connection. Then it gets a <see cref="StorageException"/>.
/// </summary>
internal sealed partial class Database : IDisposable
{
    /// <summary>How long a caller waits for a database that another program has locked.</summary>
    public const int BusyTimeoutMs = 5000;

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly SqliteConnection connection;

    private Database(SqliteConnection connection)
    {
        this.connection = connection;
        InstanceId = connection.QuerySingle<string>("select id from instance");
    }

    /// <summary>Eight hexadecimal digits that tell this database from others.</summary>
    public string InstanceId { get; }

    /// <summary>
    /// Opens the file in <paramref name="folder"/>, sets a damaged one aside, and brings it to the current schema.
    /// A <see cref="StartException"/> says why the file cannot be used.
    /// </summary>
    public static Database Open(DataFolder folder, TimeProvider time, ILogger logger, params IEnumerable<RowCheck> checks)
    {
        var file = folder.DatabaseFile;
        try
        {
            var connection = OpenChecked(file, time, checks, out var damage);
            if (connection is null)
            {
                var aside = SetAside(file, time.GetUtcNow());
                LogSetAside(logger, file, damage, aside);
                connection = OpenChecked(file, time, checks, out damage)
                    ?? throw new StartException($"The database {file} is damaged although it was just made: {damage}");
            }

            return new Database(connection);
        }
        catch (SqliteException fault) when (IsBusy(fault))
        {
            throw new StartException($"The database {file} is locked by another program; end that program, or choose another folder with --data.", fault);
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The database {file} cannot be used: {fault.Message}", fault);
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> with the connection, on a thread of the pool. The work must not keep the connection.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellation = default)
    {
        var start = Stopwatch.GetTimestamp();
        if (!await gate.WaitAsync(BusyTimeoutMs, cancellation)) throw Busy(null);
        try
        {
            return await Task.Run(
                () =>
                {
                    var remainingMs = Math.Max(0, BusyTimeoutMs - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    connection.Execute($"pragma busy_timeout = {remainingMs}");
                    return work(connection);
                },
                CancellationToken.None);
        }
        catch (SqliteException fault)
        {
            throw Describe(fault);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>As the other one, without a result.</summary>
    public Task RunAsync(Action<SqliteConnection> work, CancellationToken cancellation = default) => RunAsync(
        open =>
        {
            work(open);
            return true;
        },
        cancellation);

    public void Dispose()
    {
        connection.Dispose();
        gate.Dispose();
    }

    // Null when it is damaged.
    private static SqliteConnection? OpenChecked(string file, TimeProvider time, IEnumerable<RowCheck> checks, out string damage)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Pooling = false,
            ForeignKeys = true,
            // The wrapper's own retries, in seconds, come on top of SQLite's busy_timeout.
            DefaultTimeout = 1,
        };
        // Only hashes are in it, but whose tokens exist is nobody else's business either. SQLite gives the files beside it the same mode.
        OwnerOnly.CreateFile(file);
        var connection = new SqliteConnection(text.ConnectionString);
        try
        {
            connection.Open();
            connection.Execute($"pragma busy_timeout = {BusyTimeoutMs}");
            damage = connection.Query<string>("pragma quick_check(1)").FirstOrDefault() ?? "no answer";
            if (damage == "ok")
            {
                connection.Execute("pragma journal_mode = wal; pragma synchronous = normal");
                Migrator.Migrate(connection, time);
                damage = SchemaCheck.FindDamage(connection, time) ?? FindUnreadable(connection, checks) ?? "";
                if (damage.Length == 0) return connection;
            }
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is SqliteCode.Corrupt or SqliteCode.NotADatabase or SqliteCode.Error)
        {
            damage = fault.Message;
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        connection.Dispose();
        return null;
    }

    private static string? FindUnreadable(SqliteConnection connection, IEnumerable<RowCheck> checks)
    {
        try
        {
            foreach (var check in checks) check(connection);
            return null;
        }
        catch (Exception fault) when (fault is JsonException or DataException or ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return $"a row cannot be read: {fault.Message}";
        }
    }

    private static string SetAside(string file, DateTimeOffset now)
    {
        var aside = $"{file}.corrupt-{now:yyyyMMdd'T'HHmmssfff'Z'}";
        // The log and the index of the log go along, or they would be taken for the new file's.
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            if (File.Exists(file + suffix)) File.Move(file + suffix, aside + suffix);
        }

        return aside;
    }

    private static StorageException Describe(SqliteException fault) => fault.SqliteErrorCode switch
    {
        _ when IsBusy(fault) => Busy(fault),
        SqliteCode.Full => new StorageException("The disk that holds the data folder is full; nothing was changed.", fault),
        SqliteCode.ReadOnly or SqliteCode.CannotOpen or SqliteCode.Io =>
            new StorageException("The data folder cannot be read or written now; nothing was changed.", fault),
        SqliteCode.Corrupt or SqliteCode.NotADatabase =>
            new StorageException("The database is damaged. A restart sets it aside and begins a new one.", fault),
        _ => throw fault,
    };

    private static StorageException Busy(SqliteException? fault) =>
        new("The database is locked by another program; nothing was changed. Try again in a moment.", fault);

    private static bool IsBusy(SqliteException fault) => fault.SqliteErrorCode is SqliteCode.Busy or SqliteCode.Locked;

    [LoggerMessage(200, LogLevel.Error, "The database {File} is damaged ({Damage}); it was set aside as {Aside} and a new one was made.")]
    private static partial void LogSetAside(ILogger logger, string file, string damage, string aside);
}
