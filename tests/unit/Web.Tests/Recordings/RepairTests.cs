using Bpf.Wire.Files;
using WebCap.Recordings;
using WebCap.Tests.Support;

namespace WebCap.Tests.Recordings;

/// <summary>Files that were cut off anywhere.</summary>
public sealed class RepairTests
{
    [Theory]
    [InlineData("pcapng")]
    [InlineData("pcap")]
    public async Task AFileCutAtAnyByteIsWholeAgainAndKeepsWhatWasWhole(string extension)
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await rig.RecordAsync(new() { ["format"] = extension });
        rig.Source.Send(5);
        await rig.WaitForPacketsAsync(id, 5);
        await rig.StopAsync(id);
        var format = (await rig.FindAsync(id)).Settings.Format;
        var whole = await File.ReadAllBytesAsync(rig.PathOf(id, extension: extension), TestContext.Current.CancellationToken);

        using var folder = new TemporaryFolder();
        var path = folder.File("cut");
        for (var length = 0; length <= whole.Length; length++)
        {
            var cut = whole[..length];
            await File.WriteAllBytesAsync(path, cut, TestContext.Current.CancellationToken);
            using var reader = new CaptureFileReader(new MemoryStream(cut));
            var expected = CaptureSummary.Read(reader);

            var repaired = RecordingRepair.Repair(path, 1, format, known: null);

            Assert.Equal(expected.PacketCount, repaired.Packets);
            var left = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(repaired.LengthBytes, left.Length);
            Assert.Equal(cut[..left.Length], left);
            // What is left begins with a whole header, or is empty or the part of one.
            if (expected.PacketCount > 0) Assert.Equal(expected.PacketCount, ReadFile.Of(left).Frames.Count);
        }
    }

    [Fact]
    public async Task WhatTheCatalogueKnewIsNotReadAgainUnlessItDoesNotFit()
    {
        await using var rig = await RecordingRig.StartAsync();
        var id = await rig.RecordAsync();
        rig.Source.Send(10);
        var half = (await rig.WaitForPacketsAsync(id, 10)).Files[0];
        rig.Source.Send(10);
        await rig.WaitForPacketsAsync(id, 20);
        await rig.StopAsync(id);
        var path = rig.PathOf(id);

        Assert.Equal(20, RecordingRepair.Repair(path, 1, CaptureFileFormat.Pcapng, half).Packets);
        // The packets before are taken on trust, which shows that they were not read.
        Assert.Equal(1010, RecordingRepair.Repair(path, 1, CaptureFileFormat.Pcapng, half with { Packets = 1000 }).Packets);
        // A catalogue that is ahead of the disk, or beside a packet's beginning.
        Assert.Equal(20, RecordingRepair.Repair(path, 1, CaptureFileFormat.Pcapng, half with { LengthBytes = 1_000_000 }).Packets);
        Assert.Equal(20, RecordingRepair.Repair(path, 1, CaptureFileFormat.Pcapng, half with { LengthBytes = half.LengthBytes - 2 }).Packets);
    }
}
