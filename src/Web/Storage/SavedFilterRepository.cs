using Dapper;
using Microsoft.Data.Sqlite;

namespace WebCap.Storage;

/// <summary>The table of saved capture filters.</summary>
internal sealed class SavedFilterRepository(Database database, TimeProvider time)
{
    /// <summary>Filters that can be saved; one more is refused.</summary>
    public const int MaxCount = 500;

    public Task<IReadOnlyList<SavedFilter>> ListAsync(CancellationToken cancellation = default) => database.RunAsync<IReadOnlyList<SavedFilter>>(
        connection => [.. connection.Query<Row>("select id, name, expression, created_at as createdAt from saved_filters order by name collate nocase")
            .Select(row => row.ToFilter())],
        cancellation);

    /// <summary>Adds a filter.</summary>
    public Task<(SavedFilterChange Change, SavedFilter? Filter)> AddAsync(string name, string expression, CancellationToken cancellation = default) =>
        database.RunAsync<(SavedFilterChange, SavedFilter?)>(
            connection =>
            {
                // Immediate: the count still holds when the row is written.
                using var transaction = connection.BeginTransaction(deferred: false);
                if (connection.ExecuteScalar<long>("select count(*) from saved_filters", transaction: transaction) >= MaxCount)
                    return (SavedFilterChange.NoRoom, null);
                var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
                var id = connection.ExecuteScalar<long?>(
                    "insert into saved_filters (name, expression, created_at) values (@name, @expression, @now) on conflict do nothing returning id",
                    new { name, expression, now = now.ToUnixTimeMilliseconds() },
                    transaction);
                transaction.Commit();
                return id is { } added ? (SavedFilterChange.Done, new SavedFilter(added, name, expression, now)) : (SavedFilterChange.NameTaken, null);
            },
            cancellation);

    /// <summary>Changes a filter's name and text.</summary>
    public Task<(SavedFilterChange Change, SavedFilter? Filter)> ReplaceAsync(
        long id, string name, string expression, CancellationToken cancellation = default) =>
        database.RunAsync<(SavedFilterChange, SavedFilter?)>(
            connection =>
            {
                try
                {
                    var row = connection.QuerySingleOrDefault<Row>(
                        """
                        update saved_filters set name = @name, expression = @expression where id = @id
                        returning id, name, expression, created_at as createdAt
                        """,
                        new { id, name, expression });
                    return row is null ? (SavedFilterChange.NotFound, null) : (SavedFilterChange.Done, row.ToFilter());
                }
                catch (SqliteException fault) when (fault.SqliteErrorCode == SqliteCode.Constraint)
                {
                    return (SavedFilterChange.NameTaken, null);
                }
            },
            cancellation);

    /// <summary>False when there is no such filter.</summary>
    public Task<bool> RemoveAsync(long id, CancellationToken cancellation = default) =>
        database.RunAsync(connection => connection.Execute("delete from saved_filters where id = @id", new { id }) > 0, cancellation);

    private sealed class Row
    {
        public long Id { get; init; }

        public string Name { get; init; } = "";

        public string Expression { get; init; } = "";

        public long CreatedAt { get; init; }

        public SavedFilter ToFilter() => new(Id, Name, Expression, DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt));
    }
}
