using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using WebCap.Recordings;
using WebCap.Storage;

namespace WebCap.Rewind;

/// <summary>The table of windows.</summary>
internal sealed class WindowRepository(Database database)
{
    /// <summary>In order of their numbers.</summary>
    public Task<IReadOnlyList<KeptWindow>> ListAsync(CancellationToken cancellation = default) => database.RunAsync(ReadAll, cancellation);

    public static IReadOnlyList<KeptWindow> ReadAll(SqliteConnection connection) =>
    [
        .. connection.Query<Row>("select id, settings, user, remote_address as remoteAddress, made_at as madeAt from rewind_windows order by id")
            .Select(row => row.ToWindow()),
    ];

    /// <summary>Adds a window and gives it its number.</summary>
    public Task<KeptWindow> AddAsync(KeptWindow window) => database.RunAsync(connection => window with
    {
        Id = connection.ExecuteScalar<long>(
            "insert into rewind_windows (settings, user, remote_address, made_at) values (@settings, @user, @remoteAddress, @madeAt) returning id",
            new
            {
                settings = JsonSerializer.Serialize(window.Settings, RecordingSettings.Json),
                user = window.User,
                remoteAddress = window.RemoteAddress,
                madeAt = window.MadeAt.ToUnixTimeMilliseconds(),
            }),
    });

    public Task RemoveAsync(long id) => database.RunAsync(connection => connection.Execute("delete from rewind_windows where id = @id", new { id }));

    private sealed class Row
    {
        public long Id { get; init; }

        public string Settings { get; init; } = "";

        public string User { get; init; } = "";

        public string RemoteAddress { get; init; } = "";

        public long MadeAt { get; init; }

        public KeptWindow ToWindow() => new(
            Id,
            JsonSerializer.Deserialize<WindowSettings>(Settings, RecordingSettings.Json)!,
            User,
            RemoteAddress,
            DateTimeOffset.FromUnixTimeMilliseconds(MadeAt));
    }
}
