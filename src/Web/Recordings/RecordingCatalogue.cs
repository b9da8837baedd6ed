using System.Data;
using System.Text.Json;
using Bpf.Wire;
using Dapper;
using Microsoft.Data.Sqlite;
using WebCap.Paging;
using WebCap.Storage;

namespace WebCap.Recordings;

/// <summary>The tables of recordings and their files.</summary>
internal sealed class RecordingCatalogue(Database database)
{
    private const string Columns =
        """
        id, state, reason, settings, user, remote_address as remoteAddress, continues, link_type as linkType, started_at as startedAt, ended_at as endedAt,
        received, rejected, packets, dropped, kernel_dropped as kernelDropped, bytes
        """;

    private const string Insert =
        """
        insert into recordings (id, state, reason, settings, user, remote_address, continues, link_type, started_at, ended_at,
                                received, rejected, packets, dropped, kernel_dropped, bytes)
        values (@Id, @State, @Reason, @Settings, @User, @RemoteAddress, @Continues, @LinkType, @StartedAt, @EndedAt,
                @Received, @Rejected, @Packets, @Dropped, @KernelDropped, @Bytes)
        returning id
        """;

    private const string Update =
        """
        update recordings set state = @State, reason = @Reason, settings = @Settings, link_type = @LinkType, started_at = @StartedAt, ended_at = @EndedAt,
            received = @Received, rejected = @Rejected, packets = @Packets, dropped = @Dropped, kernel_dropped = @KernelDropped, bytes = @Bytes
        where id = @Id
        """;

    /// <summary>All recordings, the newest first.</summary>
    public Task<IReadOnlyList<Recording>> ListAsync(CancellationToken cancellation = default) => database.RunAsync(ReadAll, cancellation);

    /// <summary>The recordings of a page, in the direction in which it is read.</summary>
    public Task<IReadOnlyList<Recording>> ListAsync(PageRequest page, CancellationToken cancellation) => database.RunAsync(
        connection => Read(
            connection,
            $"where id < @below and id > @above order by id {(page.IsDescending ? "desc" : "asc")} limit @wanted",
            new { below = page.Below, above = page.Above, wanted = page.Wanted }),
        cancellation);

    public static IReadOnlyList<Recording> ReadAll(SqliteConnection connection) => Read(connection, "order by id desc", new { });

    /// <summary>Null when there is no such recording.</summary>
    public async Task<Recording?> FindAsync(long id, CancellationToken cancellation = default) =>
        await database.RunAsync(connection => Read(connection, "where id = @id", new { id }), cancellation) is [var found] ? found : null;

    /// <summary>Adds a recording and gives it an id, unless it has one.</summary>
    public Task<Recording> AddAsync(Recording recording, CancellationToken cancellation = default) => database.RunAsync(
        connection =>
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            var added = recording with { Id = connection.ExecuteScalar<long>(Insert, Row.Of(recording), transaction) };
            SaveFiles(connection, added, transaction);
            transaction.Commit();
            return added;
        },
        cancellation);

    /// <summary>
    /// Brings a recording up to date, and adds the one that goes on with it, if any, which is returned with its id: either both are done or neither.
    /// </summary>
    public Task<Recording?> SaveAsync(Recording recording, Recording? successor = null) => database.RunAsync(
        connection =>
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            connection.Execute(Update, Row.Of(recording), transaction);
            SaveFiles(connection, recording, transaction);
            if (successor is not null) successor = successor with { Id = connection.ExecuteScalar<long>(Insert, Row.Of(successor), transaction) };
            transaction.Commit();
            return successor;
        });

    /// <summary>Forgets a recording.</summary>
    public Task RemoveAsync(long id) => database.RunAsync(connection => connection.Execute("delete from recordings where id = @id", new { id }));

    private static IReadOnlyList<Recording> Read(SqliteConnection connection, string rest, object parameters)
    {
        // One transaction, so that the files are those of the rows.
        using var transaction = connection.BeginTransaction(deferred: true);
        var rows = connection.Query<Row>($"select {Columns} from recordings {rest}", parameters, transaction).AsList();
        var files = connection.Query<FileRow>(
                """
                select recording_id as recordingId, number, packets, length_bytes as lengthBytes,
                       first_nanoseconds as firstNanoseconds, last_nanoseconds as lastNanoseconds
                from recording_files where recording_id between @from and @to order by recording_id, number
                """,
                new { from = rows.Min(row => row.Id) ?? 0, to = rows.Max(row => row.Id) ?? 0 },
                transaction)
            .ToLookup(file => file.RecordingId);
        return [.. rows.Select(row => row.ToRecording(files[row.Id!.Value]))];
    }

    private static void SaveFiles(IDbConnection connection, Recording recording, IDbTransaction transaction)
    {
        // Rings delete their oldest files, and files only ever grow at the end: what is not named any more goes, the rest is written over.
        connection.Execute(
            "delete from recording_files where recording_id = @id and number < @oldest",
            new { id = recording.Id, oldest = recording.Files.Count > 0 ? recording.Files[0].Number : int.MaxValue },
            transaction);
        connection.Execute(
            """
            insert into recording_files (recording_id, number, packets, length_bytes, first_nanoseconds, last_nanoseconds)
            values (@id, @Number, @Packets, @LengthBytes, @FirstNanoseconds, @LastNanoseconds)
            on conflict do update set packets = excluded.packets, length_bytes = excluded.length_bytes,
                first_nanoseconds = excluded.first_nanoseconds, last_nanoseconds = excluded.last_nanoseconds
            """,
            recording.Files.Select(file => new { id = recording.Id, file.Number, file.Packets, file.LengthBytes, file.FirstNanoseconds, file.LastNanoseconds }),
            transaction);
    }

    private sealed class Row
    {
        public long? Id { get; init; }

        public string State { get; init; } = "";

        public string Reason { get; init; } = "";

        public string Settings { get; init; } = "";

        public string User { get; init; } = "";

        public string RemoteAddress { get; init; } = "";

        public long? Continues { get; init; }

        public int LinkType { get; init; }

        public long StartedAt { get; init; }

        public long? EndedAt { get; init; }

        public long Received { get; init; }

        public long Rejected { get; init; }

        public long Packets { get; init; }

        public long Dropped { get; init; }

        public long KernelDropped { get; init; }

        public long Bytes { get; init; }

        public static Row Of(Recording recording) => new()
        {
            Id = recording.Id == 0 ? null : recording.Id,
            State = JsonNamingPolicy.CamelCase.ConvertName(recording.State.ToString()),
            Reason = recording.Reason,
            Settings = JsonSerializer.Serialize(recording.Settings, RecordingSettings.Json),
            User = recording.User,
            RemoteAddress = recording.RemoteAddress,
            Continues = recording.Continues,
            LinkType = (int)recording.LinkType,
            StartedAt = recording.StartedAt.ToUnixTimeMilliseconds(),
            EndedAt = recording.EndedAt?.ToUnixTimeMilliseconds(),
            Received = recording.Books.Received,
            Rejected = recording.Books.Rejected,
            Packets = recording.Books.Packets,
            Dropped = recording.Books.Dropped,
            KernelDropped = recording.Books.KernelDropped,
            Bytes = recording.Books.Bytes,
        };

        public Recording ToRecording(IEnumerable<FileRow> files) => new()
        {
            Id = Id!.Value,
            State = Enum.Parse<RecordingState>(State, ignoreCase: true),
            Reason = Reason,
            Settings = JsonSerializer.Deserialize<RecordingSettings>(Settings, RecordingSettings.Json)!,
            User = User,
            RemoteAddress = RemoteAddress,
            Continues = Continues,
            LinkType = (LinkType)LinkType,
            StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(StartedAt),
            EndedAt = EndedAt is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
            Books = new RecordingBooks(Received, Rejected, Packets, Dropped, KernelDropped, Bytes),
            Files = [.. files.Select(file => new RecordedFile(file.Number, file.Packets, file.LengthBytes, file.FirstNanoseconds, file.LastNanoseconds))],
        };
    }

    private sealed class FileRow
    {
        public long RecordingId { get; init; }

        public int Number { get; init; }

        public long Packets { get; init; }

        public long LengthBytes { get; init; }

        public long FirstNanoseconds { get; init; }

        public long LastNanoseconds { get; init; }
    }
}
