using System.Buffers;
using System.Text;
using Bpf.Wire.Files;
using Packet.Dissect;
using WebCap.Client.Store;

namespace WebCap.Client.Tests;

public class ExportTests
{
    private readonly PacketStore store = new(static (in PacketInput _) => { }, segmentBytes: 3 * Batches.RecordBytes);

    [Fact]
    public void TheFileHasEveryPacketOfTheStoreAndItsTime()
    {
        Append(0, 10);
        var packets = Read(Export(out var count));
        Assert.Equal(10, count);
        Assert.Equal(10, packets.Count);
        Assert.Equal(1_700_000_009, packets[9].Seconds);
    }

    [Fact]
    public void PacketsThatAreMissingAreNotedAtTheNextOne()
    {
        Append(0, 1);
        Append(1235, 2);
        Assert.Equal([0UL, 1234UL, 0UL], Read(Export(out _)).Select(packet => packet.DroppedBefore));
    }

    [Fact]
    public void TheInterfaceAndItsFilterAreInTheFile()
    {
        Append(0, 1);
        var text = Encoding.UTF8.GetString(Export(out _));
        Assert.Contains("veth0", text, StringComparison.Ordinal);
        Assert.Contains("udp port 53", text, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyStoreIsAFileWithoutPackets()
    {
        Assert.Empty(Read(Export(out var count)));
        Assert.Equal(0, count);
    }

    [Fact]
    public void WhatThereIsToSayAboutAPacketIsItsComment()
    {
        Append(0, 3);
        var text = Encoding.UTF8.GetString(Export(out _, static (in PacketInput packet) => packet.Number == 2 ? "Likely process: curl (12) → nginx (34)" : null));
        Assert.Equal(1, text.Split("Likely process: curl (12) → nginx (34)").Length - 1);
        Assert.Equal(3, Read(Export(out _, static (in PacketInput packet) => $"packet {packet.Number}")).Count);
    }

    private static List<(long Seconds, ulong DroppedBefore)> Read(byte[] file)
    {
        var packets = new List<(long, ulong)>();
        using var reader = new CaptureFileReader(new MemoryStream(file));
        while (reader.TryRead(out var packet)) packets.Add((packet.Seconds, packet.DroppedBefore));
        return packets;
    }

    private byte[] Export(out long count, PacketComment? comment = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var export = new PcapngExport(store, output, linkType => new CaptureInterface { LinkType = linkType, Name = "veth0", Filter = "udp port 53" }, comment);
        while (export.WriteSome(3))
        {
        }

        export.Finish(new CaptureStatistics { Received = 12 }, DateTimeOffset.UnixEpoch);
        count = export.PacketCount;
        return output.WrittenSpan.ToArray();
    }

    private void Append(long firstRecord, int recordCount)
        => store.Append(Batches.Header(firstRecord, recordCount), Batches.Payload(firstRecord, recordCount), 0, recordCount * Batches.RecordBytes, mayKeep: false, default);
}
