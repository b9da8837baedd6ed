using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using WebCap.Security;

namespace WebCap.Storage;

/// <summary>The table of tokens.</summary>
internal sealed class TokenRepository(Database database)
{
    public Task<IReadOnlyList<TokenRecord>> ListAsync() => database.RunAsync(ReadAll);

    public static IReadOnlyList<TokenRecord> ReadAll(SqliteConnection connection) =>
        [.. connection.Query<Row>(
            """
            select id, kind, name, role, hash, created_at as createdAt, expires_at as expiresAt, last_used_at as lastUsedAt,
                interfaces, filter, snap_length as snapLength, may_download as mayDownload
            from tokens order by id
            """).Select(row => row.ToRecord())];

    /// <summary>Adds a token and returns it with its number; the one given has none yet.</summary>
    public Task<TokenRecord> AddAsync(TokenRecord token) => database.RunAsync(connection =>
    {
        var id = connection.ExecuteScalar<long>(
            """
            insert into tokens (kind, name, role, hash, created_at, expires_at, interfaces, filter, snap_length, may_download)
            values (@kind, @name, @role, @hash, @createdAt, @expiresAt, @interfaces, @filter, @snapLength, @mayDownload) returning id
            """,
            new
            {
                kind = NameOf(token.Kind),
                name = token.Name,
                role = token.Role,
                hash = token.Hash,
                createdAt = token.CreatedAt.ToUnixTimeMilliseconds(),
                expiresAt = token.ExpiresAt?.ToUnixTimeMilliseconds(),
                interfaces = token.Limits.Interfaces is { } names ? JsonSerializer.Serialize(names) : null,
                filter = token.Limits.Filter,
                snapLength = (long?)token.Limits.SnapLength,
                mayDownload = token.Limits.MayDownload,
            });
        return token with { Id = id };
    });

    /// <summary>Removes a token and, with it, its sessions. False when there is none.</summary>
    public Task<bool> RemoveAsync(long id) => database.RunAsync(connection => connection.Execute("delete from tokens where id = @id", new { id }) > 0);

    /// <summary>Ends a token at a time; its sessions stay.</summary>
    public Task ExpireAsync(long id, DateTimeOffset at) => database.RunAsync(connection =>
        connection.Execute("update tokens set expires_at = @at where id = @id", new { id, at = at.ToUnixTimeMilliseconds() }));

    public Task TouchAsync(IReadOnlyList<(long Id, DateTimeOffset At)> uses) => database.RunAsync(connection =>
        connection.Execute(
            "update tokens set last_used_at = @at where id = @id",
            uses.Select(use => new { id = use.Id, at = use.At.ToUnixTimeMilliseconds() })));

    private static string NameOf(TokenKind kind) => kind switch
    {
        TokenKind.Start => "start",
        TokenKind.Fixed => "fixed",
        TokenKind.Issued => "issued",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private sealed class Row
    {
        public long Id { get; init; }

        public string Kind { get; init; } = "";

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public byte[] Hash { get; init; } = [];

        public long CreatedAt { get; init; }

        public long? ExpiresAt { get; init; }

        public long? LastUsedAt { get; init; }

        public string? Interfaces { get; init; }

        public string Filter { get; init; } = "";

        public long? SnapLength { get; init; }

        public long MayDownload { get; init; }

        public TokenRecord ToRecord() => new(
            Id,
            Enum.Parse<TokenKind>(Kind, ignoreCase: true),
            Name,
            Role,
            Hash,
            DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
            ExpiresAt is { } expires ? DateTimeOffset.FromUnixTimeMilliseconds(expires) : null,
            LastUsedAt is { } used ? DateTimeOffset.FromUnixTimeMilliseconds(used) : null)
        {
            Limits = new AccessLimits
            {
                Interfaces = Interfaces is null ? null : JsonSerializer.Deserialize<string[]>(Interfaces),
                Filter = Filter,
                SnapLength = (uint?)SnapLength,
                MayDownload = MayDownload != 0,
            },
        };
    }
}
