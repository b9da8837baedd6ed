using System.Runtime.InteropServices;

namespace Bpf.Wire.Tests;

public class RecordReaderTests
{
    [Fact]
    public void WalksEveryRecordInOrder()
    {
        var reader = new RecordReader(Records.ThreeRecords());

        Assert.True(reader.TryRead(out var header, out var frame));
        Assert.Equal([0xAA], frame.ToArray());
        Assert.Equal((10, 1, FrameDirection.In), (header.Seconds, header.Fraction, header.Direction));
        Assert.True(reader.TryRead(out header, out frame));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], frame.ToArray());
        Assert.Equal(3, header.DroppedBefore);
        Assert.True(reader.TryRead(out header, out frame));
        Assert.Equal((60, 1514u), (frame.Length, header.WireLength));
        Assert.False(reader.TryRead(out _, out _));
        Assert.False(reader.IsMalformed);
        Assert.Equal(176, reader.Position);
    }

    [Fact]
    public void AnEmptyBatchEndsAtOnce()
    {
        var reader = new RecordReader([]);

        Assert.False(reader.TryRead(out _, out _));
        Assert.False(reader.IsMalformed);
    }

    [Fact]
    public void ABatchCutAnywhereGivesItsWholeRecordsAndSaysWhereItBroke()
    {
        var batch = Records.ThreeRecords();
        (int Start, int BytesEnd, int End)[] records = [(0, 33, 40), (40, 80, 80), (80, 172, 176)];
        for (var length = 0; length <= batch.Length; length++)
        {
            var reader = new RecordReader(batch.AsSpan(0, length));
            var count = 0;
            while (reader.TryRead(out _, out _)) count++;

            // A record without all its padding is whole; the padding carries nothing.
            Assert.Equal(records.Count(record => record.BytesEnd <= length), count);
            Assert.Equal(records.Any(record => record.Start < length && length < record.BytesEnd), reader.IsMalformed);
            if (reader.IsMalformed) Assert.Equal(records[count].Start, reader.Position);
        }
    }

    [Theory]
    [InlineData(0u, 0u, 31)] // A header shorter than a header.
    [InlineData(0u, 0u, 0)]
    [InlineData(9u, 8u, 32)] // More captured than there was.
    [InlineData(9u, 9u, 32)] // More than the batch has.
    [InlineData(8u, 8u, 33)]
    [InlineData(0u, 0u, ushort.MaxValue)]
    [InlineData(int.MaxValue, uint.MaxValue, 32)]
    [InlineData(uint.MaxValue, uint.MaxValue, 32)]
    [InlineData(uint.MaxValue - 31, uint.MaxValue, 32)] // The sum passes 32 bits.
    public void AHostileLengthEndsTheWalk(uint captured, uint wire, ushort headerLength)
    {
        var batch = new byte[40];
        MemoryMarshal.Write(batch, new RecordHeader { CapturedLength = captured, WireLength = wire, HeaderLength = headerLength });
        var reader = new RecordReader(batch);

        Assert.False(reader.TryRead(out _, out var frame));
        Assert.True(frame.IsEmpty);
        Assert.True(reader.IsMalformed);
        Assert.False(reader.TryRead(out _, out _));
    }

    [Fact]
    public void ALongerHeaderOfALaterVersionIsStepped()
    {
        var batch = new byte[48];
        MemoryMarshal.Write(batch, new RecordHeader { CapturedLength = 2, WireLength = 2, HeaderLength = 40 });
        batch[40] = 0x11;
        batch[41] = 0x22;
        var reader = new RecordReader(batch);

        Assert.True(reader.TryRead(out _, out var frame));
        Assert.Equal([0x11, 0x22], frame.ToArray());
        Assert.False(reader.TryRead(out _, out _));
        Assert.False(reader.IsMalformed);
    }

    [Fact]
    public void RandomBytesNeverLeadOutsideTheBatch()
    {
        const int Seed = 20_240_611;
        var random = new Random(Seed);
        for (var round = 0; round < 50_000; round++)
        {
            var batch = Records.ThreeRecords();
            for (var flips = random.Next(1, 6); flips > 0; flips--) batch[random.Next(batch.Length)] = (byte)random.Next(256);
            var reader = new RecordReader(batch);
            var steps = 0;
            while (reader.TryRead(out var header, out var frame))
            {
                Assert.Equal((int)header.CapturedLength, frame.Length);
                Assert.True(++steps <= batch.Length / RecordHeader.Length, $"seed {Seed}, round {round}: the walk does not end");
            }
        }
    }
}
