using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WebCap.Storage;
using WebCap.Tests.Support;

namespace WebCap.Tests.Storage;

/// <summary>SQLite missing, old, newer, damaged, locked and read-only (R14).</summary>
public sealed class DatabaseTests
{
    // SQLite's own choice.
    private const int PageBytes = 4096;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnEmptyFolderGetsAWholeDatabase()
    {
        using var folder = new TemporaryFolder();
        using var data = DataFolder.Open(folder.FullPath);
        using var database = Open(data);
        var tables = await database.RunAsync(
            connection => connection.Query<string>("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name").ToArray(), Cancellation);
        Assert.Equal(["audit", "captures", "instance", "recording_files", "recordings", "rewind_triggers", "rewind_windows", "saved_filters", "schema_version", "sessions", "tokens"], tables);
        Assert.Equal("wal", await database.RunAsync(connection => connection.QuerySingle<string>("pragma journal_mode"), Cancellation));
        Assert.Equal(1, await database.RunAsync(connection => connection.QuerySingle<int>("pragma foreign_keys"), Cancellation));
    }

    [Fact]
    public async Task MigrationsRunOnceEachAndInOrder()
    {
        using var folder = new TemporaryFolder();
        using var data = DataFolder.Open(folder.FullPath);
        string instance;
        (long, long)[] first;
        using (var database = Open(data))
        {
            instance = database.InstanceId;
            first = await VersionsAsync(database);
        }

        // Numbers may be left out: each feature has a stretch of its own.
        Assert.Equal(first.Select(entry => entry.Item1).Distinct().Order(), first.Select(entry => entry.Item1));
        Assert.Equal(1, first[0].Item1);
        using var again = Open(data);
        Assert.Equal(instance, again.InstanceId);
        Assert.Equal(first, await VersionsAsync(again));

        static Task<(long, long)[]> VersionsAsync(Database database) => database.RunAsync(
            connection => connection.Query<(long, long)>("select version, applied_at from schema_version order by version").ToArray(), Cancellation);
    }

    [Fact]
    public async Task ADatabaseOfAnEarlierVersionIsBroughtUpWithWhatItHolds()
    {
        using var folder = new TemporaryFolder();
        using var data = DataFolder.Open(folder.FullPath);
        using (var connection = new SqliteConnection($"Data Source={data.DatabaseFile};Pooling=False"))
        {
            connection.Open();
            using var first = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream("WebCap.Storage.Migrations.0001_tokens")!);
            connection.Execute(await first.ReadToEndAsync(Cancellation));
            // A later feature's number was taken before an earlier one's file came: what counts is which files a database has had.
            connection.Execute(
                """
                create table schema_version (version integer primary key, applied_at integer not null) strict;
                insert into schema_version values (1, 0), (3, 0);
                create table audit (id integer primary key autoincrement, at integer not null, user text not null, role text not null,
                    address text not null, action text not null, target text not null, detail text not null) strict;
                insert into tokens (kind, name, role, hash, created_at) values ('issued', 'kept', 'viewer', zeroblob(32), 1);
                """);
        }

        using var newer = Open(data);
        Assert.Equal("kept", await newer.RunAsync(connection => connection.QuerySingle<string>("select name from tokens"), Cancellation));
        Assert.Equal(0, await newer.RunAsync(connection => connection.QuerySingle<int>("select may_download from tokens"), Cancellation));
        Assert.Equal(0, await newer.RunAsync(connection => connection.QuerySingle<int>("select count(*) from saved_filters"), Cancellation));
    }

    [Fact]
    public async Task ADatabaseOfANewerVersionIsLeftAlone()
    {
        using var folder = new TemporaryFolder();
        using var data = DataFolder.Open(folder.FullPath);
        using (var database = Open(data)) await database.RunAsync(connection => connection.Execute("insert into schema_version values (999, 0)"), Cancellation);
        var fault = Assert.Throws<StartException>(() => Open(data));
        Assert.Contains("version 999", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.FullPath, "*.corrupt-*"));
    }

    [Theory]
    [InlineData(0, "not a database at all, but a long enough text to be taken for the first page of one, which begins with sixteen bytes of its own")]
    [InlineData(2000, "bytes in the middle of the first page that nobody ordered, over the cells of the schema's tree, where they do harm")]
    public async Task ADamagedFileIsSetAsideAndANewOneMade(int offset, string damage)
    {
        using var folder = new TemporaryFolder();
        string instance;
        using (var data = DataFolder.Open(folder.FullPath))
        using (var database = Open(data)) instance = database.InstanceId;
        var file = folder.File("webcap.db");
        // The cells of a page grow from its end, and those of the schema's first page may be few: it is written over up to its last byte.
        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        for (var at = offset; at < Math.Min(PageBytes, bytes.Length); at++) bytes[at] = (byte)damage[(at - offset) % damage.Length];
        await File.WriteAllBytesAsync(file, bytes, Cancellation);

        await using var server = await TestServer.StartAsync(data: folder);
        var aside = Assert.Single(Directory.GetFiles(folder.FullPath, "webcap.db.corrupt-*"), name => !name.EndsWith("-wal", StringComparison.Ordinal) && !name.EndsWith("-shm", StringComparison.Ordinal));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(aside, Cancellation));
        using var answer = await server.Bearer().PostAsJsonAsync("/api/filters/saved", new { name = "new", expression = "ip" }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        using var reopened = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        reopened.Open();
        Assert.NotEqual(instance, reopened.QuerySingle<string>("select id from instance"));
    }

    [Fact]
    public async Task ALockedDatabaseRefusesWhatMustBeWrittenAndDisturbsNothingElse()
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestServer.StartAsync(data: folder);
        var browser = await server.BrowserAsync();
        using var other = new SqliteConnection($"Data Source={folder.File("webcap.db")};Pooling=False");
        other.Open();
        other.Execute("begin exclusive");

        var refused = browser.PostAsJsonAsync("/api/filters/saved", new { name = "web", expression = "tcp port 80" }, Cancellation);
        // Who is signed in stays so, reading goes on, and what needs no database does not wait for the one who waits for it.
        await AssertServedAsync(browser, "/api/session", "/api/interfaces", "/api/net/bpf/stats", "/api/devices", "/health/live");

        Assert.False(refused.IsCompleted);
        using (var answer = await refused)
        {
            var problem = await Problem.OfAsync(answer);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, problem.Status);
            Assert.Equal("EBUSY", problem.Errno);
            Assert.Contains("locked", problem.Detail, StringComparison.Ordinal);
        }

        other.Execute("rollback");
        using var saved = await browser.PostAsJsonAsync("/api/filters/saved", new { name = "web", expression = "tcp port 80" }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, saved.StatusCode);
        Assert.Single((await browser.GetFromJsonAsync<JsonElement[]>("/api/filters/saved", Cancellation))!);
    }

    public static bool CanMount => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    [Fact(Skip = "needs root, for a small file system of its own", SkipUnless = nameof(CanMount))]
    public async Task AFullDiskRefusesWhatMustBeWrittenAndDisturbsNothingElse()
    {
        using var folder = new TemporaryFolder();
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder.FullPath);
        try
        {
            await using var server = await TestServer.StartAsync(data: folder);
            var browser = await server.BrowserAsync();
            var ballast = folder.File("ballast");
            Fill(ballast);

            // What the log has room for already is still taken.
            HttpResponseMessage answer;
            var saved = 0;
            while ((answer = await SaveAsync(browser, saved)).StatusCode == HttpStatusCode.Created) saved++;
            using (answer)
            {
                var problem = await Problem.OfAsync(answer);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, problem.Status);
                Assert.Contains("full", problem.Detail, StringComparison.Ordinal);
            }

            using (var session = await browser.GetAsync("/api/session", Cancellation)) Assert.Equal(HttpStatusCode.OK, session.StatusCode);
            Assert.Equal(saved, (await browser.GetFromJsonAsync<JsonElement[]>("/api/filters/saved", Cancellation))!.Length);
            File.Delete(ballast);
            using var again = await SaveAsync(browser, saved);
            Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        }
        finally
        {
            await RunAsync("umount", folder.FullPath);
        }

        static Task<HttpResponseMessage> SaveAsync(HttpClient client, int number) =>
            client.PostAsJsonAsync("/api/filters/saved", new { name = $"filter {number}", expression = $"tcp port 80 or {string.Join(" or ", Enumerable.Repeat("udp", 100))}" }, Cancellation);
    }

    [Fact]
    public async Task AReadOnlyDatabaseRefusesWhatMustBeWrittenAndDisturbsNothingElse()
    {
        await using var server = await TestServer.StartAsync();
        var browser = await server.BrowserAsync();
        // SQLite answers as it does for a file that may not be written. A file system that files are written on cannot be made so.
        var database = server.Services.GetRequiredService<Database>();
        await database.RunAsync(connection => connection.Execute("pragma query_only = 1"), Cancellation);

        using (var answer = await browser.PostAsJsonAsync("/api/filters/saved", new { name = "web", expression = "tcp port 80" }, Cancellation))
        {
            var problem = await Problem.OfAsync(answer);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, problem.Status);
            Assert.Contains("nothing was changed", problem.Detail, StringComparison.Ordinal);
        }

        await AssertServedAsync(browser, "/api/session", "/api/interfaces", "/api/filters/saved", "/api/recordings", "/api/devices", "/health/live");

        await database.RunAsync(connection => connection.Execute("pragma query_only = 0"), Cancellation);
        using var saved = await browser.PostAsJsonAsync("/api/filters/saved", new { name = "web", expression = "tcp port 80" }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, saved.StatusCode);
    }

    [Fact(Skip = "needs root, for a small file system of its own", SkipUnless = nameof(CanMount))]
    public async Task AFolderThatCannotBeWrittenToIsNamedAtTheStart()
    {
        using var folder = new TemporaryFolder();
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder.FullPath);
        try
        {
            using (var data = DataFolder.Open(folder.FullPath)) Open(data).Dispose();
            await RunAsync("mount", "-o", "remount,ro", folder.FullPath);
            var fault = await Assert.ThrowsAsync<StartException>(() => TestServer.StartAsync(data: folder));
            Assert.Contains(folder.FullPath, fault.Message, StringComparison.Ordinal);
            Assert.Contains("Read-only file system", fault.Message, StringComparison.Ordinal);
            Assert.Contains("--data", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("umount", folder.FullPath);
        }
    }

    [Fact]
    public void AFolderHasOneServiceAtATime()
    {
        using var folder = new TemporaryFolder();
        using (DataFolder.Open(folder.FullPath))
            Assert.Contains("in use by another WebCap", Assert.Throws<StartException>(() => DataFolder.Open(folder.FullPath)).Message, StringComparison.Ordinal);
        DataFolder.Open(folder.FullPath).Dispose();
    }

    [Fact]
    public void AFolderThatCannotBeMadeIsNamed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");
        foreach (var path in new[] { folder.File("file"), Path.Combine(folder.File("file"), "below") })
        {
            var fault = Assert.Throws<StartException>(() => DataFolder.Open(path));
            Assert.Contains(path, fault.Message, StringComparison.Ordinal);
            Assert.Contains("--data", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NobodyElseReadsWhatIsKept()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        using var data = DataFolder.Open(folder.File("made"));
        using var database = Open(data);
        const UnixFileMode Others = (UnixFileMode)0b_000_111_111;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(data.FullPath) & Others);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(data.KeyFolder) & Others);
        foreach (var file in Directory.GetFiles(data.FullPath, "webcap.db*")) Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Others);
    }

    private static async Task AssertServedAsync(HttpClient client, params string[] paths)
    {
        foreach (var path in paths)
        {
            using var answer = await client.GetAsync(path, Cancellation);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, path);
        }
    }

    // To the last byte.
    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var part = new byte[64 * 1024]; part.Length > 0;)
        {
            try
            {
                file.Write(part);
            }
            catch (IOException)
            {
                part = new byte[part.Length / 2];
            }
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var complaint = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"{program}: {complaint}");
    }

    private static Database Open(DataFolder folder) => Database.Open(folder, TimeProvider.System, NullLogger.Instance);
}
