using System.Buffers.Binary;
using WebCap.Rewind;
using WebCap.Tests.Support;

namespace WebCap.Tests.Rewind;

/// <summary>The ring of hold buffers. Buffers here are numbered, so that what is read can be told from what was written over.</summary>
public sealed class RollingLogTests
{
    private const int Record = 64;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheNewestAreKeptAndTheRestIsCounted(bool isOnDisk)
    {
        using var folder = new TemporaryFolder();
        using IRollingStore store = isOnDisk ? new FileStore(folder.FullPath, 10 * Record) : new MemoryStore(10 * Record);
        using var log = new RollingLog(store, TimeSpan.Zero, TimeProvider.System);
        var random = new Random(3);
        for (var end = 0L; end < 1000;)
        {
            var count = random.Next(1, 5);
            Assert.Null(log.Append(Records(end, count), count, 0));
            end += count;
            var books = log.GetBooks();
            Assert.Equal(end, books.End);
            Assert.Equal(end, books.Packets + books.Forgotten + books.Lost);
            Assert.Equal(books.Packets * Record, books.Bytes);
            Assert.InRange(books.Packets, Math.Min(end, 4), 10);
            Assert.Equal(Enumerable.Range((int)(end - books.Packets), (int)books.Packets).Select(number => (long)number), NumbersFrom(log, 0));
        }
    }

    [Fact]
    public void AReaderBeginsInTheMiddleAndLearnsWhatItMissed()
    {
        using var log = new RollingLog(new MemoryStore(8 * Record), TimeSpan.Zero, TimeProvider.System);
        for (var number = 0; number < 20; number += 2) log.Append(Records(number, 2), 2, 0);
        byte[] buffer = [];
        Assert.True(log.TryRead(15, ref buffer, out var entry));
        Assert.Equal(14, entry.FirstRecord);
        Assert.True(log.TryRead(3, ref buffer, out entry));
        Assert.Equal(12, entry.FirstRecord);
        Assert.False(log.TryRead(20, ref buffer, out _));
    }

    [Fact]
    public void WhatIsLongerThanTheStoreIsLostAndCounted()
    {
        using var log = new RollingLog(new MemoryStore(2 * Record), TimeSpan.Zero, TimeProvider.System);
        Assert.Null(log.Append(Records(0, 1), 1, 0));
        Assert.NotNull(log.Append(Records(1, 3), 3, 0));
        Assert.Null(log.Append(Records(4, 1), 1, 0));
        Assert.Equal(3, log.GetBooks().Lost);
        Assert.Equal([0, 4], NumbersFrom(log, 0));
    }

    [Fact]
    public void WhatIsTooOldGoesByTheMonotonicClock()
    {
        var clock = new Monotonic();
        using var log = new RollingLog(new MemoryStore(100 * Record), TimeSpan.FromSeconds(10), clock);
        for (var number = 0; number < 20; number++)
        {
            log.Append(Records(number, 1), 1, 0);
            clock.Seconds++;
            // The other clock is of no account.
            clock.WallSeconds -= 3600;
        }

        Assert.Equal(Enumerable.Range(9, 11).Select(number => (long)number), NumbersFrom(log, 0));
        Assert.Equal(17, log.FirstSince(TimeSpan.FromSeconds(3)));
        Assert.Equal(20, log.FirstSince(TimeSpan.FromSeconds(0.5)));
        clock.Seconds += 60;
        log.Trim();
        Assert.Equal(0, log.GetBooks().Packets);
        Assert.Equal(20, log.GetBooks().Forgotten);
    }

    [Fact]
    public async Task ReadersNeverSeeWhatIsBeingWrittenOver()
    {
        using var log = new RollingLog(new MemoryStore(64 * Record), TimeSpan.Zero, TimeProvider.System);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var seen = 0L;
        var reading = Task.Run(
            () =>
            {
                byte[] buffer = [];
                var record = 0L;
                while (!ending.IsCancellationRequested)
                {
                    if (!log.TryRead(record, ref buffer, out var entry)) continue;
                    for (var i = 0; i < entry.RecordCount; i++) AssertWhole(buffer.AsSpan(i * Record, Record), entry.FirstRecord + i);
                    Assert.True(entry.EndRecord > record);
                    record = entry.EndRecord;
                    Interlocked.Increment(ref seen);
                }
            },
            TestContext.Current.CancellationToken);
        var random = new Random(4);
        for (var end = 0L; end < 300_000 || Interlocked.Read(ref seen) < 1000;)
        {
            var count = random.Next(1, 20);
            log.Append(Records(end, count), count, 0);
            end += count;
        }

        await ending.CancelAsync();
        await reading;
    }

    [Fact]
    public async Task WaitingEndsWithTheRecordOrTheLog()
    {
        using var log = new RollingLog(new MemoryStore(64 * Record), TimeSpan.Zero, TimeProvider.System);
        var first = log.WaitAsync(0, TestContext.Current.CancellationToken);
        var third = log.WaitAsync(2, TestContext.Current.CancellationToken);
        log.Append(Records(0, 1), 1, 0);
        await first;
        Assert.False(third.IsCompleted);
        log.Close();
        await third;
        Assert.True(log.IsClosed);
        // What it has can still be read.
        Assert.Equal([0], NumbersFrom(log, 0));
    }

    [Fact]
    public void AWindowOnDiskLeavesNoFileBehind()
    {
        using var folder = new TemporaryFolder();
        using var store = new FileStore(folder.FullPath, 1024 * 1024);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }

    private static byte[] Records(long first, int count)
    {
        var bytes = new byte[count * Record];
        for (var i = 0; i < count; i++)
        {
            var record = bytes.AsSpan(i * Record, Record);
            for (var at = 0; at < Record; at += sizeof(long)) BinaryPrimitives.WriteInt64LittleEndian(record[at..], first + i);
        }

        return bytes;
    }

    private static void AssertWhole(ReadOnlySpan<byte> record, long number)
    {
        for (var at = 0; at < Record; at += sizeof(long)) Assert.Equal(number, BinaryPrimitives.ReadInt64LittleEndian(record[at..]));
    }

    private static List<long> NumbersFrom(RollingLog log, long record)
    {
        List<long> numbers = [];
        byte[] buffer = [];
        while (log.TryRead(record, ref buffer, out var entry))
        {
            for (var i = 0; i < entry.RecordCount; i++)
            {
                AssertWhole(buffer.AsSpan(i * Record, Record), entry.FirstRecord + i);
                numbers.Add(entry.FirstRecord + i);
            }

            record = entry.EndRecord;
        }

        return numbers;
    }

    private sealed class Monotonic : TimeProvider
    {
        public long Seconds { get; set; } = 1000;

        public long WallSeconds { get; set; } = 2_000_000_000;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(WallSeconds);
    }
}
