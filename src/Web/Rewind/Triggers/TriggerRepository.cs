using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using WebCap.Recordings;
using WebCap.Storage;

namespace WebCap.Rewind.Triggers;

/// <summary>The table of triggers. Those of a window go with it.</summary>
internal sealed class TriggerRepository(Database database)
{
    /// <summary>In order of their numbers.</summary>
    public Task<IReadOnlyList<KeptTrigger>> ListAsync(CancellationToken cancellation = default) => database.RunAsync(ReadAll, cancellation);

    public static IReadOnlyList<KeptTrigger> ReadAll(SqliteConnection connection) =>
    [
        .. connection.Query<Row>(
                "select id, window_id as windowId, settings, user, remote_address as remoteAddress, made_at as madeAt from rewind_triggers order by id")
            .Select(row => row.ToTrigger()),
    ];

    /// <summary>Adds a trigger and gives it its number.</summary>
    public Task<KeptTrigger> AddAsync(KeptTrigger trigger) => database.RunAsync(connection => trigger with
    {
        Id = connection.ExecuteScalar<long>(
            """
            insert into rewind_triggers (window_id, settings, user, remote_address, made_at)
            values (@windowId, @settings, @user, @remoteAddress, @madeAt) returning id
            """,
            new
            {
                windowId = trigger.WindowId,
                settings = JsonSerializer.Serialize(trigger.Settings, RecordingSettings.Json),
                user = trigger.User,
                remoteAddress = trigger.RemoteAddress,
                madeAt = trigger.MadeAt.ToUnixTimeMilliseconds(),
            }),
    });

    public Task RemoveAsync(long id) => database.RunAsync(connection => connection.Execute("delete from rewind_triggers where id = @id", new { id }));

    private sealed class Row
    {
        public long Id { get; init; }

        public long WindowId { get; init; }

        public string Settings { get; init; } = "";

        public string User { get; init; } = "";

        public string RemoteAddress { get; init; } = "";

        public long MadeAt { get; init; }

        public KeptTrigger ToTrigger() => new(
            Id,
            WindowId,
            JsonSerializer.Deserialize<TriggerSettings>(Settings, RecordingSettings.Json)!,
            User,
            RemoteAddress,
            DateTimeOffset.FromUnixTimeMilliseconds(MadeAt));
    }
}
