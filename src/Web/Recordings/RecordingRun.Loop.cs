using Bpf.Wire;
using Bpf.Wire.Files;

namespace WebCap.Recordings;

// The thread.
internal sealed partial class RecordingRun
{
    // Asking a file system for its free space is a system call that is quick on a local disk and need not be on another.
    private const long BytesBetweenSpaceChecks = 16 * 1024 * 1024;
    private static readonly TimeSpan TimeBetweenSpaceChecks = TimeSpan.FromSeconds(1);

    private RecordingEnd? stopping;
    private TimestampFormat timestampFormat;
    private long spaceCheckedAt;
    private long spaceCheckedBytes;
    private bool isLimitReached;

    private RecordingEnd? Stopping
    {
        get
        {
            lock (sync) return stopping;
        }
    }

    private void Run()
    {
        RecordingEnd result;
        try
        {
            result = Record();
        }
        catch (RecordingWriteException fault)
        {
            result = new RecordingEnd(RecordingState.Failed, fault.Message, MayGoOn: true);
        }
        catch (Exception fault)
        {
            // A bug. The recording must be seen to have ended, and the log must have why.
            LogFault(logger, start.Recording.Id, fault);
            result = new RecordingEnd(RecordingState.Failed, "An internal error ended this recording; the service's log has it.", MayGoOn: true);
        }

        try
        {
            CloseFile();
        }
        catch (Exception fault)
        {
            // Whatever it is, it is this recording's, and nothing above this thread would catch it.
            LogFault(logger, start.Recording.Id, fault);
        }

        lock (sync)
        {
            finalBooks = CountNow();
            end = result;
            EndedAt = time.GetUtcNow();
        }

        Report();
        if (result.State == RecordingState.Failed) totals.CountFailure();
        start.Source.WakeWhenFull(null);
        wake.Dispose();
        completion.SetResult(result);
    }

    private RecordingEnd Record()
    {
        timestampFormat = start.Source.TimestampFormat;
        recordingOpenedAt = time.GetTimestamp();
        OpenFile(1);
        BatchWriter write = WriteBatch;
        start.Source.WakeWhenFull(wake);
        var pace = new RecordingPace();
        var turnedAt = recordingOpenedAt;
        var hasMore = false;
        while (Stopping is null)
        {
            if (!hasMore) wake.WaitOne(pace.Wait);
            var turn = start.Source.Take(write);
            if (isLimitReached) return LimitReached();
            if (turn.End is { } ended) return ended;
            hasMore = turn.HasMore;
            var now = time.GetTimestamp();
            pace.Turned(turn.LengthBytes, time.GetElapsedTime(turnedAt, now));
            turnedAt = now;
            if (CheckLimits() is { } reached) return reached;
        }

        // What is in the device now, which is what came before the stop: the hold buffer, and what was in store behind it. On a busy wire there
        // is always more. A source that has kept it all is read to its end.
        for (var turn = 0; turn < 2 || hasMore; turn++)
        {
            hasMore = start.Source.Take(write).HasMore;
            if (isLimitReached) return LimitReached();
        }

        return Stopping!;
    }

    private void WriteBatch(in RecordBatch batch)
    {
        var settings = start.Recording.Settings;
        var stopPackets = settings.StopPackets > 0 ? settings.StopPackets : long.MaxValue;
        var stopBytes = settings.StopBytes > 0 ? settings.StopBytes : long.MaxValue;
        var filePackets = settings.FilePackets > 0 ? settings.FilePackets : long.MaxValue;
        var fileBytes = settings.FileBytes > 0 ? settings.FileBytes : long.MaxValue;
        var before = packets;
        try
        {
            var current = file!;
            var records = new RecordReader(batch.Records);
            for (var i = 0; records.TryRead(out var header, out var frame); i++)
            {
                if (finishedPackets + current.Packets >= stopPackets || finishedBytes + current.LengthBytes >= stopBytes)
                {
                    isLimitReached = true;
                    break;
                }

                if (current.Packets >= filePackets || current.LengthBytes >= fileBytes) current = Rotate();
                current.Write(in header, frame, timestampFormat, i == batch.MarkedRecord ? batch.Mark : null);
            }

            current.Flush();
            // Reached exactly at the end of a batch: nothing is left over, and nothing more is wanted.
            isLimitReached |= finishedPackets + current.Packets >= stopPackets || finishedBytes + current.LengthBytes >= stopBytes;
        }
        catch (RecordingWriteException)
        {
            // All that was taken and is in no file is lost, the part behind the failure too: it came before the end.
            var inFiles = finishedPackets + (file?.Packets ?? 0);
            lock (sync) lost += before + batch.RecordCount - inFiles;
            CountWritten();
            throw;
        }

        CountWritten();
    }

    private void CountWritten()
    {
        lock (sync)
        {
            packets = finishedPackets + (file?.Packets ?? 0);
            bytes = finishedBytes + (file?.LengthBytes ?? 0);
            fileNow = file?.Describe();
        }

        Report();
    }

    // What is new since the last time, for the sums of all recordings.
    private void Report()
    {
        var now = (Packets: packets, Bytes: bytes, Dropped: start.Source.GetBooks().Dropped + lost);
        totals.Add(now.Packets - reported.Packets, now.Bytes - reported.Bytes, now.Dropped - reported.Dropped);
        reported = now;
    }

    private void OpenFile(int number)
    {
        CheckSpace();
        var settings = start.Recording.Settings;
        var opened = new RecordingFile(RecordingFolder.FileIn(start.Folder, number, settings), number, settings, description, writeBuffer, totals);
        fileOpenedAt = time.GetTimestamp();
        fileStartedAt = time.GetUtcNow();
        lock (sync)
        {
            file = opened;
            // What the filter rejected before the first file was there is the first file's all the same.
            fileStart = number == 1 ? default : CountNow();
        }

        CountWritten();
    }

    private RecordingFile Rotate()
    {
        var number = file!.Number;
        file.Flush();
        CountWritten();
        CloseFile();
        OpenFile(number + 1);
        var ring = start.Recording.Settings.RingFiles;
        if (ring == 0) return file;
        RecordedFile[] surplus;
        lock (sync)
        {
            surplus = [.. files.Take(files.Count + 1 - ring)];
            files.RemoveRange(0, surplus.Length);
        }

        foreach (var old in surplus) File.Delete(RecordingFolder.FileIn(start.Folder, old.Number, start.Recording.Settings));
        return file;
    }

    // Also after a failure, with what room is left.
    private void CloseFile()
    {
        if (file is not { } closing) return;
        RecordingBooks books;
        lock (sync) books = CountNow().Since(fileStart);
        var now = time.GetUtcNow();
        closing.TryFinish(
            new CaptureStatistics
            {
                StartTime = fileStartedAt,
                EndTime = now,
                Received = (ulong)books.Received,
                DroppedByInterface = (ulong)books.Dropped,
                Accepted = (ulong)(books.Received - books.Rejected),
                DroppedBySystem = (ulong)books.KernelDropped,
                Delivered = (ulong)books.Packets,
            },
            now);
        if (start.Recording.Settings.Sync != SyncPolicy.None) closing.Sync();
        lock (sync)
        {
            files.Add(closing.Describe());
            finishedPackets += closing.Packets;
            finishedBytes += closing.LengthBytes;
            file = null;
        }

        CountWritten();
        closing.Dispose();
    }

    private RecordingEnd? CheckLimits()
    {
        var settings = start.Recording.Settings;
        var now = time.GetTimestamp();
        // Both by the monotonic clock: the other one may be set while a recording runs.
        if (settings.StopSeconds > 0 && time.GetElapsedTime(recordingOpenedAt, now) >= TimeSpan.FromSeconds(settings.StopSeconds)) return LimitReached();
        if (time.GetElapsedTime(spaceCheckedAt, now) >= TimeBetweenSpaceChecks || bytes - spaceCheckedBytes >= BytesBetweenSpaceChecks) CheckSpace();
        var isFileOld = settings.FileSeconds > 0 && time.GetElapsedTime(fileOpenedAt, now) >= TimeSpan.FromSeconds(settings.FileSeconds);
        // A quiet wire makes no empty files: the next packet begins one.
        if (isFileOld && file!.Packets > 0) Rotate();
        return null;
    }

    private void CheckSpace()
    {
        spaceCheckedAt = time.GetTimestamp();
        spaceCheckedBytes = bytes;
        RecordingFolder.CheckSpace(start.Folder, options.KeepFreeBytes);
    }

    private static RecordingEnd LimitReached() => new(RecordingState.Stopped, "It has reached the limit that it was started with.", MayGoOn: false);
}
