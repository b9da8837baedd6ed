namespace WebCap.Recordings;

// The start: what the last life of the service left behind.
internal sealed partial class RecordingKeeper
{
    private async Task RepairAsync()
    {
        var known = new Dictionary<long, Recording>();
        foreach (var entry in await catalogue.ListAsync()) known.Add(entry.Id, entry);
        foreach (var entry in known.Values.Where(entry => entry.State == RecordingState.Recording)) await InterruptAsync(entry);
        foreach (var id in recordings.Folder.Ids().Where(id => !known.ContainsKey(id))) await AdoptAsync(id);
    }

    // It ran when the process ended. A standing one goes on, as another: this one's books end here.
    private async Task InterruptAsync(Recording entry)
    {
        var interrupted = Recount(entry, areFilesKnown: true) with { State = RecordingState.Interrupted, Reason = "The service ended while it ran." };
        var successor = entry.Settings.IsStanding
            ? entry with { Id = 0, State = RecordingState.Waiting, Continues = entry.Id, Books = default, Files = [] }
            : null;
        await catalogue.SaveAsync(interrupted, successor);
        LogInterrupted(logger, interrupted.Id, interrupted.Books.Packets);
    }

    // The catalogue was lost or set aside, or somebody put a folder here.
    private async Task AdoptAsync(long id)
    {
        if (RecordingNote.TryRead(recordings.Folder.Of(id)) is not { } note)
        {
            LogUnknown(logger, id);
            return;
        }

        var isOver = note.State is RecordingState.Stopped or RecordingState.Failed or RecordingState.Interrupted;
        // What the note says of its files is not believed: it may be from the start, or of another disk.
        var counted = Recount(note with { Id = id }, areFilesKnown: false);
        await catalogue.AddAsync(isOver ? counted : counted with { State = RecordingState.Interrupted, Reason = "The service ended while it ran." });
        LogAdopted(logger, id);
    }

    private Recording Recount(Recording entry, bool areFilesKnown)
    {
        var folder = recordings.Folder.Of(entry.Id);
        var numbers = Directory.Exists(folder) ? RecordingFolder.NumbersIn(folder, entry.Settings) : [];
        var files = new List<RecordedFile>();
        var endedAt = entry.EndedAt;
        foreach (var number in numbers)
        {
            var path = RecordingFolder.FileIn(folder, number, entry.Settings);
            endedAt = entry.EndedAt ?? new DateTimeOffset(File.GetLastWriteTimeUtc(path));
            var known = areFilesKnown ? entry.Files.FirstOrDefault(file => file.Number == number) : null;
            files.Add(RecordingRepair.Repair(path, number, entry.Settings.Format, known));
        }

        // Packets of files that the ring had deleted stay counted, also of those that it deleted after the catalogue was last told. What was counted
        // as received and is in no file never came to be written.
        var books = entry.Books;
        var there = entry.Files.Where(file => numbers.Contains(file.Number)).ToArray();
        var deletedPackets = Math.Max(0, books.Packets - there.Sum(file => file.Packets));
        var deletedBytes = Math.Max(0, books.Bytes - there.Sum(file => file.LengthBytes));
        var packets = deletedPackets + files.Sum(file => file.Packets);
        return entry with
        {
            EndedAt = endedAt ?? entry.StartedAt,
            Files = files,
            Books = books with
            {
                Packets = packets,
                Bytes = deletedBytes + files.Sum(file => file.LengthBytes),
                Received = books.Rejected + books.Dropped + packets,
            },
        };
    }
}
