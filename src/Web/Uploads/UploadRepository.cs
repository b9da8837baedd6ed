using Dapper;
using Microsoft.Data.Sqlite;
using WebCap.Storage;

namespace WebCap.Uploads;

/// <summary>The table of uploaded captures.</summary>
internal sealed class UploadRepository(Database database)
{
    public Task<IReadOnlyList<UploadedCapture>> ListAsync(CancellationToken cancellation = default) => database.RunAsync(ReadAll, cancellation);

    public static IReadOnlyList<UploadedCapture> ReadAll(SqliteConnection connection) =>
    [
        .. connection.Query<Row>(
            """
            select id, name, file, interface, format, packets, bytes, fault, pace, is_looped as isLooped, uploaded_by as uploadedBy, uploaded_at as uploadedAt
            from captures order by id
            """).Select(row => row.ToCapture()),
    ];

    /// <summary>Adds a row and returns its number.</summary>
    public Task<long> AddAsync(UploadedCapture capture, CancellationToken cancellation = default) => database.RunAsync(
        connection => connection.ExecuteScalar<long>(
            """
            insert into captures (name, file, interface, format, packets, bytes, fault, pace, is_looped, uploaded_by, uploaded_at)
            values (@Name, @File, @Interface, @Format, @Packets, @Bytes, @Fault, @Pace, @IsLooped, @UploadedBy, @uploadedAt) returning id
            """,
            new
            {
                capture.Name,
                capture.File,
                capture.Interface,
                capture.Format,
                capture.Packets,
                capture.Bytes,
                capture.Fault,
                capture.Pace,
                capture.IsLooped,
                capture.UploadedBy,
                uploadedAt = capture.UploadedAt.ToUnixTimeMilliseconds(),
            }),
        cancellation);

    public Task RemoveAsync(long id, CancellationToken cancellation = default) =>
        database.RunAsync(connection => connection.Execute("delete from captures where id = @id", new { id }), cancellation);

    private sealed class Row
    {
        public long Id { get; init; }

        public string Name { get; init; } = "";

        public string File { get; init; } = "";

        public string Interface { get; init; } = "";

        public string Format { get; init; } = "";

        public long Packets { get; init; }

        public long Bytes { get; init; }

        public string? Fault { get; init; }

        public string Pace { get; init; } = "";

        public bool IsLooped { get; init; }

        public string UploadedBy { get; init; } = "";

        public long UploadedAt { get; init; }

        public UploadedCapture ToCapture() => new()
        {
            Id = Id,
            Name = Name,
            File = File,
            Interface = Interface,
            Format = Format,
            Packets = Packets,
            Bytes = Bytes,
            Fault = Fault,
            Pace = Pace,
            IsLooped = IsLooped,
            UploadedBy = UploadedBy,
            UploadedAt = DateTimeOffset.FromUnixTimeMilliseconds(UploadedAt),
        };
    }
}
