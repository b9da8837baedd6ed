using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace WebCap.Storage;

/// <summary>
/// Brings a database to the schema of this program: the embedded files <c>Migrations/NNNN_name.sql</c> that it has not had yet, in
/// order, each in a transaction of its own together with its entry in <c>schema_version</c>.
/// </summary>
internal static class Migrator
{
    private const string Prefix = "WebCap.Storage.Migrations.";

    public static void Migrate(SqliteConnection connection, TimeProvider time)
    {
        var migrations = Load();
        connection.Execute("create table if not exists schema_version (version integer primary key, applied_at integer not null) strict");
        // Not only the newest: features count in stretches of their own, and a lower number can come later.
        var applied = connection.Query<long>("select version from schema_version").ToHashSet();
        var current = applied.DefaultIfEmpty().Max();
        var newest = migrations[^1].Version;
        if (current > newest)
        {
            throw new StartException(
                $"The database {connection.DataSource} has version {current}; this WebCap knows versions up to {newest}. Start the newer WebCap that wrote it.");
        }

        foreach (var (version, sql) in migrations)
        {
            if (applied.Contains(version)) continue;
            using var transaction = connection.BeginTransaction();
            connection.Execute(sql, transaction: transaction);
            var appliedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
            connection.Execute("insert into schema_version values (@version, @appliedAt)", new { version, appliedAt }, transaction);
            transaction.Commit();
        }
    }

    private static List<(int Version, string Sql)> Load()
    {
        var assembly = typeof(Migrator).Assembly;
        List<(int Version, string Sql)> migrations = [];
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream);
            migrations.Add((int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), reader.ReadToEnd()));
        }

        migrations.Sort((left, right) => left.Version.CompareTo(right.Version));
        return migrations;
    }
}
