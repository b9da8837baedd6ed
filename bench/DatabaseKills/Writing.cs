using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WebCap.Audit;
using WebCap.Recordings;
using WebCap.Storage;

namespace DatabaseKills;

/// <summary>
/// Writes what the service writes, with its own repositories, as fast as it goes: entries of the audit log, and a recording whose files grow, begin and are deleted. Each
/// line of standard output names a transaction that is committed, and goes out before the next begins.
/// </summary>
internal static class Writing
{
    /// <summary>Files that the recording keeps.</summary>
    public const int RingFiles = 8;

    private const int EntriesPerBatch = 5;
    private const long PacketsPerTurn = 10;

    public static async Task RunAsync(string folder)
    {
        using var data = DataFolder.Open(folder);
        using var database = Database.Open(data, TimeProvider.System, NullLogger.Instance);
        var audit = new AuditRepository(database);
        var catalogue = new RecordingCatalogue(database);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var recording = await catalogue.AddAsync(new Recording
        {
            Id = 0,
            Settings = new RecordingSettings { Interface = "eth0" },
            State = RecordingState.Recording,
            User = "bench",
            RemoteAddress = "",
            LinkType = Bpf.Wire.LinkType.Ethernet,
            StartedAt = DateTimeOffset.UnixEpoch,
        });
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"recording {recording.Id} 0"));
        List<RecordedFile> files = [];
        for (var turn = 1; ; turn++)
        {
            var at = DateTimeOffset.UnixEpoch.AddMilliseconds(turn);
            AuditEntry[] batch = [.. Enumerable.Range(0, EntriesPerBatch).Select(number =>
                new AuditEntry(0, at, "bench", "operator", "", "device.open", string.Create(CultureInfo.InvariantCulture, $"{recording.Id} {turn}"), new string('d', number * 100)))];
            await audit.AddAsync(batch, new AuditOptions { Entries = int.MaxValue, Age = TimeSpan.Zero }, at);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"audit {recording.Id} {turn}"));

            // One file grows, every third time another begins, and the oldest goes: books and files are one transaction, and agree.
            if (turn % 3 == 1) files.Add(new RecordedFile(files.Count == 0 ? 1 : files[^1].Number + 1, 0, 0, RecordedFile.NoTime, RecordedFile.NoTime));
            if (files.Count > RingFiles) files.RemoveAt(0);
            files[^1] = files[^1] with { Packets = files[^1].Packets + PacketsPerTurn };
            recording = recording with { Files = [.. files], Books = recording.Books with { Packets = files.Sum(file => file.Packets), Received = turn } };
            await catalogue.SaveAsync(recording);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"recording {recording.Id} {turn}"));
        }
    }
}
