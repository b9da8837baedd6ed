using Dapper;
using Microsoft.Data.Sqlite;

namespace WebCap.Storage;

/// <summary>The table of signed-in browsers.</summary>
internal sealed class SessionRepository(Database database)
{
    public Task<IReadOnlyList<SessionRecord>> ListAsync() => database.RunAsync(ReadAll);

    public static IReadOnlyList<SessionRecord> ReadAll(SqliteConnection connection) =>
        [.. connection.Query<Row>("select id, token_id as tokenId, created_at as createdAt, seen_at as seenAt from sessions")
            .Select(row => new SessionRecord(
                row.Id, row.TokenId, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt), DateTimeOffset.FromUnixTimeMilliseconds(row.SeenAt)))];

    public Task AddAsync(SessionRecord session) => database.RunAsync(connection => connection.Execute(
        "insert into sessions (id, token_id, created_at, seen_at) values (@id, @tokenId, @createdAt, @seenAt)",
        new
        {
            id = session.Id,
            tokenId = session.TokenId,
            createdAt = session.CreatedAt.ToUnixTimeMilliseconds(),
            seenAt = session.SeenAt.ToUnixTimeMilliseconds(),
        }));

    public Task RemoveAsync(IReadOnlyList<string> ids) => database.RunAsync(connection =>
        connection.Execute("delete from sessions where id = @id", ids.Select(id => new { id })));

    public Task TouchAsync(IReadOnlyList<(string Id, DateTimeOffset At)> uses) => database.RunAsync(connection =>
        connection.Execute(
            "update sessions set seen_at = @at where id = @id", uses.Select(use => new { id = use.Id, at = use.At.ToUnixTimeMilliseconds() })));

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public long TokenId { get; init; }

        public long CreatedAt { get; init; }

        public long SeenAt { get; init; }
    }
}
