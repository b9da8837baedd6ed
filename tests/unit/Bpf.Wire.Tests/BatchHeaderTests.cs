using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bpf.Wire.Tests;

public class BatchHeaderTests
{
    [Fact]
    public void EveryFieldHasItsFrozenPlace()
    {
        var header = new BatchHeader
        {
            Magic = BatchHeader.ExpectedMagic,
            Kind = BatchKind.Records,
            HeaderLength = 112,
            Sequence = 8,
            FirstRecord = 16,
            RecordCount = 24,
            LinkType = (LinkType)28,
            TimestampFormat = (TimestampFormat)30,
            Flags = 31,
            Received = 32,
            Captured = 40,
            Dropped = 48,
            Delivered = 56,
            Held = 64,
            FeedDropped = 72,
            KernelDropped = 80,
            InterfaceReceived = 88,
            SessionId = 96,
            Rewound = 104,
        };

        Assert.Equal(112, Unsafe.SizeOf<BatchHeader>());
        var bytes = new byte[112];
        MemoryMarshal.Write(bytes, in header);
        Assert.Equal("WCB1"u8, bytes.AsSpan(0, 4));
        Assert.Equal(2, bytes[4]);
        Assert.Equal(112, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(6)));
        Assert.Equal(24, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(24)));
        Assert.Equal(28, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(28)));
        Assert.Equal(30, bytes[30]);
        Assert.Equal(31, bytes[31]);
        // Every 8-byte number above was given its own offset as its value.
        foreach (var offset in new[] { 8, 16, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104 })
            Assert.Equal(offset, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset)));
    }

    [Fact]
    public void AnItemIsSplitBehindItsHeaderAlsoWhenTheHeaderIsLonger()
    {
        var item = new byte[128];
        MemoryMarshal.Write(item, new BatchHeader { Magic = BatchHeader.ExpectedMagic, HeaderLength = 120, Kind = BatchKind.Records });
        item[120] = 7;

        Assert.True(BatchHeader.TryRead(item, out _, out var payload));
        Assert.Equal(8, payload.Length);
        Assert.Equal(7, payload[0]);
    }

    [Fact]
    public void WhatAnEarlierVersionDoesNotHaveIsZero()
    {
        var item = new byte[108];
        var header = new byte[112];
        MemoryMarshal.Write(header, new BatchHeader { Magic = BatchHeader.ExpectedMagic, HeaderLength = 104, SessionId = 5 });
        header.AsSpan(0, 104).CopyTo(item);
        item.AsSpan(104).Fill(0xff);

        Assert.True(BatchHeader.TryRead(item, out var read, out var payload));
        Assert.Equal(5u, read.SessionId);
        Assert.Equal(0, read.Rewound);
        Assert.Equal(4, payload.Length);
    }

    [Theory]
    [InlineData(BatchHeader.ExpectedMagic, 103, 104)]
    [InlineData(BatchHeader.ExpectedMagic, 105, 104)]
    [InlineData(BatchHeader.ExpectedMagic, 104, 103)]
    [InlineData(0u, 104, 104)]
    public void WhatIsNoItemIsRefused(uint magic, ushort headerLength, int itemLength)
    {
        var item = new byte[BatchHeader.HeaderBytes];
        MemoryMarshal.Write(item, new BatchHeader { Magic = magic, HeaderLength = headerLength });

        Assert.False(BatchHeader.TryRead(item.AsSpan(0, itemLength), out _, out _));
    }
}
