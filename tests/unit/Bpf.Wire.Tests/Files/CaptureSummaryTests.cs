using Bpf.Wire.Files;

namespace Bpf.Wire.Tests.Files;

public class CaptureSummaryTests
{
    [Fact]
    public void CountsPacketsAndFindsTheirTimes()
    {
        var file = new HandmadeFile(false).Section().Interface(113).Interface(1).Interface(1)
            .EnhancedPacket(1, 1_700_000_005_000_000, 60, [1, 2, 3])
            .EnhancedPacket(2, 1_700_000_001_000_001, 60, [4, 5])
            .EnhancedPacket(0, 1_700_000_009_500_000, 60, [6])
            .Block(3, b => b.U32(1).Raw(7));

        var summary = Read(file.ToArray());

        Assert.Equal((CaptureFileFormat.Pcapng, LinkType.Ethernet), (summary.Format, summary.LinkType));
        Assert.Equal((4, 2, 7), (summary.PacketCount, summary.OtherLinkTypeCount, summary.CapturedBytes));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_001).AddMicroseconds(1), summary.FirstTime);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_009_500), summary.LastTime);
        Assert.Equal(TimeSpan.FromMilliseconds(8500) - TimeSpan.FromMicroseconds(1), summary.Duration);
        Assert.Equal(3, summary.Interfaces.Count);
        Assert.Null(summary.Fault);
    }

    [Fact]
    public void ACaptureWithoutPacketsHasNoTimes()
    {
        var summary = Read(new HandmadeFile(false).PcapHeader(0xA1B2C3D4, 101).ToArray());

        Assert.Equal((0, LinkType.Raw, null, TimeSpan.Zero), (summary.PacketCount, summary.LinkType, summary.FirstTime, summary.Duration));
    }

    [Fact]
    public void WhatIsGoodInADamagedFileIsCounted()
    {
        var whole = SmallFiles.Get("pcap");

        Assert.Equal((3, CaptureFaultKind.CutOff), (Read(whole[..^1]).PacketCount, Read(whole[..^1]).Fault!.Kind));
        Assert.Equal(CaptureFaultKind.NotACapture, Read([.. "GIF89a"u8]).Fault!.Kind);
    }

    private static CaptureSummary Read(byte[] file)
    {
        using var reader = new CaptureFileReader(new MemoryStream(file));
        return CaptureSummary.Read(reader);
    }
}
