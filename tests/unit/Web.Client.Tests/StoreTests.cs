using System.Buffers.Binary;
using Bpf.Wire;
using Packet.Dissect;
using WebCap.Client.Store;

namespace WebCap.Client.Tests;

public class StoreTests
{
    private const int SegmentBytes = 3 * Batches.RecordBytes;

    private readonly List<long> observed = [];

    [Fact]
    public void EveryRecordIsARowWithItsNumberAndItsBytes()
    {
        var store = NewStore();
        Append(store, 0, 2);
        Append(store, 2, 5);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Records(store));
        Assert.Equal(7, store.KeptPackets);
        Assert.Equal(7, store.NextRecord);
        Assert.Equal(1_700_000_000_000_000_000, store.BaseTimeNanoseconds);
    }

    [Fact]
    public void EveryRecordIsObservedOnceInOrder()
    {
        var store = NewStore();
        Append(store, 0, 4);
        Append(store, 2, 4);
        Append(store, 8, 1);
        Assert.Equal([1, 2, 3, 4, 5, 6, 9], observed);
    }

    [Fact]
    public void TheFirstBatchMayStartAnywhere()
    {
        var store = NewStore();
        Append(store, 5000, 2);
        Assert.Equal([5000, 5001], Records(store));
        Assert.Equal(0, store.MissingPackets);
    }

    [Fact]
    public void AJumpInTheNumbersIsOneRowThatSaysHowManyAreMissing()
    {
        var store = NewStore();
        Append(store, 0, 2);
        Append(store, 1236, 2);
        Assert.Equal(5, store.RowCount);
        Assert.True(store.TryGetGap(2, out var missing, out var reason));
        Assert.Equal(1234, missing);
        Assert.Equal(GapReason.ConnectionLost, reason);
        Assert.False(store.TryGet(2, out _));
        Assert.Equal(1234, store.MissingPackets);
        Assert.Equal([0, 1, 1236, 1237], Records(store));
    }

    [Fact]
    public void WhatWasSeenAlreadyIsSkipped()
    {
        var store = NewStore();
        Append(store, 0, 4);
        Append(store, 0, 4);
        Append(store, 2, 4);
        Assert.Equal([0, 1, 2, 3, 4, 5], Records(store));
        Assert.Equal(0, store.MissingPackets);
    }

    [Fact]
    public void OverTheLimitTheOldestGoAndAreCountedAndRowsKeepTheirNumbers()
    {
        var store = NewStore(limitBytes: 4 * (SegmentBytes + 512));
        for (var first = 0; first < 90; first += 3) Append(store, first, 3);
        Assert.True(store.SizeBytes <= store.LimitBytes);
        Assert.Equal(90, store.KeptPackets + store.EvictedPackets);
        Assert.Equal(store.FirstRow, store.EvictedPackets);
        Assert.Equal(90, store.EndRow);
        Assert.Equal(Enumerable.Range((int)store.FirstRow, (int)store.RowCount).Select(row => (long)row), Records(store));
        Assert.False(store.TryGet(store.FirstRow - 1, out _));
        Assert.Equal(1_700_000_000_000_000_000, store.BaseTimeNanoseconds);
    }

    [Fact]
    public void ALowerLimitEvictsAtOnce()
    {
        var store = NewStore();
        for (var first = 0; first < 30; first += 3) Append(store, first, 3);
        store.LimitBytes = 1;
        Assert.Equal([27, 28, 29], Records(store));
        Assert.Equal(27, store.EvictedPackets);
    }

    [Fact]
    public void ALargeBatchIsKeptAsItIsAndASmallOneIsCopied()
    {
        var store = NewStore();
        var large = Batches.Records(0, 3);
        store.Append(Batches.Header(0, 3), large, BatchHeader.HeaderBytes, large.Length - BatchHeader.HeaderBytes, mayKeep: true, default);
        var small = Batches.Records(3, 1);
        store.Append(Batches.Header(3, 1), small, BatchHeader.HeaderBytes, small.Length - BatchHeader.HeaderBytes, mayKeep: true, default);
        large.AsSpan(BatchHeader.HeaderBytes + RecordHeader.Length, 8).Fill(0xff);
        small.AsSpan().Clear();
        Assert.Equal([-1, 1, 2, 3], Records(store));
    }

    [Fact]
    public void ABatchThatIsCutOffIsKeptAsFarAsItGoes()
    {
        var whole = Batches.Payload(0, 3);
        for (var length = 0; length <= whole.Length; length++)
        {
            var store = NewStore();
            store.Append(Batches.Header(0, 3), whole, 0, length, mayKeep: false, default);
            // The padding after a frame's 60 bytes may be missing.
            var expected = (length + 4) / Batches.RecordBytes;
            Assert.Equal(expected, store.KeptPackets);
            Assert.Equal(3 - expected, store.MissingPackets);
            Assert.Equal(3, store.NextRecord);
            if (expected == 3) continue;
            Assert.True(store.TryGetGap(store.EndRow - 1, out _, out var reason));
            Assert.Equal(GapReason.Damaged, reason);
        }
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(long.MaxValue, 5)]
    [InlineData(0, -5)]
    [InlineData(long.MinValue, int.MaxValue)]
    public void ABatchWithImpossibleNumbersIsIgnored(long firstRecord, int recordCount)
    {
        var store = NewStore();
        store.Append(Batches.Header(firstRecord, recordCount), Batches.Payload(0, 1), 0, Batches.RecordBytes, mayKeep: false, default);
        Assert.Equal(0, store.RowCount);
        Assert.Null(store.NextRecord);
    }

    [Fact]
    public void MoreRecordsThanPromisedAreNotTaken()
    {
        var store = NewStore();
        store.Append(Batches.Header(0, 2), Batches.Payload(0, 3), 0, 3 * Batches.RecordBytes, mayKeep: false, default);
        Append(store, 2, 1);
        Assert.Equal([0, 1, 2], Records(store));
    }

    [Fact]
    public void ClearingEmptiesTheListAndALossAfterwardsStillShows()
    {
        var store = NewStore();
        Append(store, 0, 4);
        store.Clear();
        Assert.Equal(0, store.RowCount);
        Assert.Equal(4, store.ClearedPackets);
        Assert.Null(store.BaseTimeNanoseconds);
        Append(store, 6, 1);
        Assert.True(store.TryGetGap(4, out var missing, out _));
        Assert.Equal(2, missing);
        Assert.Equal([6], Records(store));
    }

    [Fact]
    public void RecordsAreFoundByTheirNumberAndMissingOnesByTheirGap()
    {
        var store = NewStore();
        Append(store, 10, 4);
        Append(store, 20, 4);
        Assert.Equal(0, store.RowOf(10));
        Assert.Equal(3, store.RowOf(13));
        Assert.Equal(4, store.RowOf(17));
        Assert.Equal(5, store.RowOf(20));
        Assert.Equal(8, store.RowOf(23));
        Assert.Null(store.RowOf(9));
        Assert.Null(store.RowOf(24));
    }

    [Fact]
    public void AChangeOfLinkTypeHoldsFromItsBatchOn()
    {
        var store = NewStore();
        Append(store, 0, 1);
        store.Append(Batches.Header(1, 1, linkType: LinkType.Raw), Batches.Payload(1, 1), 0, Batches.RecordBytes, mayKeep: false, default);
        store.TryGet(0, out var first);
        store.TryGet(1, out var second);
        Assert.Equal(LinkType.Ethernet, first.LinkType);
        Assert.Equal(LinkType.Raw, second.LinkType);
    }

    [Fact]
    public void AnyMixOfBatchesKeepsTheBooks()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var store = NewStore(limitBytes: random.Next(2, 40) * SegmentBytes);
            var expected = new List<long>();
            long next = 0, missing = 0;
            for (var step = 0; step < 60; step++)
            {
                var first = Math.Max(0, next + random.Next(-6, 7));
                var count = random.Next(0, 9);
                Append(store, first, count);
                if (count == 0 || (expected.Count > 0 && first + count <= next)) continue;
                if (expected.Count == 0) next = first;
                missing += Math.Max(0, first - next);
                for (var record = Math.Max(first, next); record < first + count; record++) expected.Add(record);
                next = first + count;
            }

            Assert.True(expected.Count == store.KeptPackets + store.EvictedPackets, $"seed {seed}");
            Assert.True(missing == store.MissingPackets, $"seed {seed}");
            Assert.True(expected.TakeLast((int)store.KeptPackets).SequenceEqual(Records(store)), $"seed {seed}");
        }
    }

    private static void Append(PacketStore store, long firstRecord, int recordCount)
    {
        var item = Batches.Records(firstRecord, recordCount);
        store.Append(Batches.Header(firstRecord, recordCount), item, BatchHeader.HeaderBytes, item.Length - BatchHeader.HeaderBytes, mayKeep: recordCount > 4, GapReason.ConnectionLost);
    }

    // The numbers that the frames themselves hold, which must be the numbers that the store gives them.
    private static List<long> Records(PacketStore store)
    {
        var records = new List<long>();
        for (var row = store.FirstRow; row < store.EndRow; row++)
        {
            if (!store.TryGet(row, out var packet)) continue;
            records.Add(BinaryPrimitives.ReadInt64LittleEndian(packet.Bytes));
            Assert.Equal(row, store.RowOf(packet.Record));
        }

        return records;
    }

    private PacketStore NewStore(long limitBytes = PacketStore.DefaultLimitBytes) => new(Observe, limitBytes, SegmentBytes);

    private void Observe(in PacketInput packet) => observed.Add(packet.Number);
}
