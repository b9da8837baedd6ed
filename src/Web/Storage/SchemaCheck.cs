using Dapper;
using Microsoft.Data.Sqlite;

namespace WebCap.Storage;

/// <summary>
/// What <c>pragma quick_check</c> does not look for: it checks a database against the schema that is in the file, and takes that for good. A byte of
/// the schema that was damaged is then a column of another name.
/// </summary>
internal static class SchemaCheck
{
    /// <summary>Says what is wrong with a database that has had all migrations; null when nothing is.</summary>
    public static string? FindDamage(SqliteConnection connection, TimeProvider time)
    {
        using var model = new SqliteConnection("Data Source=:memory:;Pooling=False");
        model.Open();
        Migrator.Migrate(model, time);
        var expected = Describe(model);
        var missing = expected.Except(Describe(connection)).FirstOrDefault();
        if (missing is not null) return $"its schema lacks {missing}";
        if (connection.Query("pragma foreign_key_check").Any()) return "rows name others that are not there";
        return connection.ExecuteScalar<long>("select count(*) from instance") == 1 ? null : "it has lost its number";
    }

    // Columns and what they must be; hidden ones are computed from others. An index that is not there makes a query slower and nothing wrong.
    private static List<string> Describe(SqliteConnection connection) =>
    [
        .. connection.Query<string>(
            """
            select format('column %s of %s (%s, %d, %d, %d)', c.name, t.name, c.type, c."notnull", c.pk, c.hidden)
            from sqlite_schema t, pragma_table_xinfo(t.name) c where t.type = 'table' and t.name not like 'sqlite_%'
            """),
    ];
}
