using System.Buffers.Binary;
using Bpf.Engine.Buffers;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Buffers;

// The real pair and the list model under the same random operations. Buffers of a few records, so that every edge is met thousands of times.
public sealed class StoreHoldPairModelTests
{
    private const int OperationCount = 60_000;
    private const int HeaderBytes = RecordHeader.Length;

    public static TheoryData<int, int> SeedsAndSizes => new()
    {
        { 1, 32 }, { 2, 40 }, { 3, 96 }, { 4, 144 }, { 5, 152 }, { 6, 256 },
    };

    [Theory] // [BUF-1], [BUF-4], [BUF-5], [STAT-4], [READ-6]
    [MemberData(nameof(SeedsAndSizes))]
    public void ThePairDoesWhatTheListsDo(int seed, int capacityBytes)
    {
        var random = new Random(seed);
        using var pair = new StoreHoldPair(capacityBytes);
        var model = new ListPair(capacityBytes);
        long captured = 0, delivered = 0, dropped = 0, flushed = 0;
        var number = 0;
        for (var step = 0; step < OperationCount; step++)
        {
            var where = $"seed {seed}, {capacityBytes} bytes, step {step}";
            switch (random.Next(100))
            {
                case < 70:
                    captured++;
                    var frame = new byte[random.Next(0, capacityBytes + 16)];
                    random.NextBytes(frame);
                    if (frame.Length >= 4) BinaryPrimitives.WriteInt32BigEndian(frame, ++number);
                    var fit = (int)pair.Fit((uint)frame.Length);
                    Assert.True(fit == model.Fit(frame.Length), where);
                    var header = new RecordHeader { CapturedLength = (uint)fit, WireLength = (uint)frame.Length, HeaderLength = HeaderBytes };
                    var result = pair.Append(in header, frame.AsSpan(0, fit));
                    Assert.True(result == model.Append(frame[..fit]), where);
                    if (result == AppendResult.Dropped) dropped++;
                    break;
                case < 95:
                    if (pair.HoldBytes == 0)
                    {
                        pair.Rotate();
                        model.Rotate();
                    }

                    AssertSame(model.Hold, pair.Hold, where);
                    Assert.True(pair.HoldRecords == model.Hold.Count, where);
                    delivered += pair.HoldRecords;
                    pair.ReleaseHold();
                    model.Hold.Clear();
                    Assert.True(pair.IsStoreFull == (model.StoreBytes == capacityBytes), where);
                    if (pair.IsStoreFull)
                    {
                        pair.Rotate();
                        model.Rotate();
                    }

                    break;
                case < 99:
                    if (pair.HoldBytes > 0) break;
                    pair.Rotate();
                    model.Rotate();
                    break;
                default:
                    flushed += pair.HeldRecords;
                    pair.Clear();
                    model.Store.Clear();
                    model.Hold.Clear();
                    break;
            }

            Assert.True(pair.StoreBytes == model.StoreBytes && pair.HoldBytes == model.HoldBytes, where);
            Assert.True(pair.HeldBytes <= 2 * capacityBytes, where);
            Assert.True(captured == delivered + dropped + flushed + pair.HeldRecords, where);
        }

        Assert.True(delivered > 1000 && dropped > 1000 && flushed > 10, $"seed {seed} met no edges: {delivered}, {dropped}, {flushed}");
    }

    private static void AssertSame(List<byte[]> expected, ReadOnlySpan<byte> hold, string where)
    {
        var offset = 0;
        foreach (var frame in expected)
        {
            var size = ListPair.SizeOf(frame);
            Assert.True(offset + size <= hold.Length, where);
            Assert.True(BinaryPrimitives.ReadUInt32LittleEndian(hold[(offset + 16)..]) == (uint)frame.Length, where);
            Assert.True(hold.Slice(offset + HeaderBytes, frame.Length).SequenceEqual(frame), where);
            Assert.True(!hold[(offset + HeaderBytes + frame.Length)..(offset + size)].ContainsAnyExcept((byte)0), where);
            offset += size;
        }

        Assert.True(offset == hold.Length, where);
    }
}
