using Dapper;
using WebCap.Paging;
using WebCap.Storage;

namespace WebCap.Audit;

/// <summary>The table of the audit log.</summary>
internal sealed class AuditRepository(Database database)
{
    // Old entries go a few at a time: a lowered bound must not make one write delete a million of them.
    private const int LargestPruning = 1000;

    /// <summary>Adds entries in one transaction, and forgets what is over the bounds.</summary>
    public Task AddAsync(IReadOnlyList<AuditEntry> entries, AuditOptions bounds, DateTimeOffset now) => database.RunAsync(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute(
            """
            insert into audit (at, user, role, address, action, target, detail)
            values (@at, @user, @role, @address, @action, @target, @detail)
            """,
            entries.Select(entry => new
            {
                at = entry.At.ToUnixTimeMilliseconds(),
                user = entry.User,
                role = entry.Role,
                address = entry.Address,
                action = entry.Action,
                target = entry.Target,
                detail = entry.Detail,
            }),
            transaction);
        var most = LargestPruning;
        connection.Execute(
            """
            delete from audit where id in
                (select id from audit where id <= (select max(id) from audit) - @count order by id limit @most)
            """,
            new { count = bounds.Entries, most },
            transaction);
        if (bounds.Age > TimeSpan.Zero)
        {
            connection.Execute(
                "delete from audit where id in (select id from audit where at < @oldest order by at limit @most)",
                new { oldest = (now - bounds.Age).ToUnixTimeMilliseconds(), most },
                transaction);
        }

        transaction.Commit();
    });

    /// <summary>The entries of a page, in the direction in which it is read.</summary>
    /// <param name="page">The page.</param>
    /// <param name="user">Only this user's; null for everybody's.</param>
    /// <param name="action">Only this action, or those of one thing ("device"); null for all.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public Task<IReadOnlyList<AuditEntry>> ListAsync(PageRequest page, string? user, string? action, CancellationToken cancellation) =>
        QueryAsync(
            $"""
            where id < @below and id > @above and (@user is null or user = @user)
                and (@action is null or action = @action or substr(action, 1, length(@action) + 1) = @action || '.')
            order by id {(page.IsDescending ? "desc" : "asc")} limit @wanted
            """,
            new { below = page.Below, above = page.Above, wanted = page.Wanted, user, action },
            cancellation);

    /// <summary>Entries after one number up to another, oldest first: an export, page by page.</summary>
    public Task<IReadOnlyList<AuditEntry>> ListRangeAsync(long after, long last, int limit, CancellationToken cancellation) =>
        QueryAsync("where id > @after and id <= @last order by id limit @limit", new { after, last, limit }, cancellation);

    /// <summary>The newest entry's number; 0 when there is none.</summary>
    public Task<long> FindLastAsync(CancellationToken cancellation) =>
        database.RunAsync(connection => connection.ExecuteScalar<long?>("select max(id) from audit") ?? 0, cancellation);

    private Task<IReadOnlyList<AuditEntry>> QueryAsync(string rest, object parameters, CancellationToken cancellation) =>
        database.RunAsync<IReadOnlyList<AuditEntry>>(
            connection => [.. connection.Query<Row>($"select id, at, user, role, address, action, target, detail from audit {rest}", parameters)
                .Select(row => row.ToEntry())],
            cancellation);

    private sealed class Row
    {
        public long Id { get; init; }

        public long At { get; init; }

        public string User { get; init; } = "";

        public string Role { get; init; } = "";

        public string Address { get; init; } = "";

        public string Action { get; init; } = "";

        public string Target { get; init; } = "";

        public string Detail { get; init; } = "";

        public AuditEntry ToEntry() => new(Id, DateTimeOffset.FromUnixTimeMilliseconds(At), User, Role, Address, Action, Target, Detail);
    }
}
