using Packet.Dissect.Tests.Support;

namespace Packet.Dissect.Tests;

public sealed class RowTests
{
    [Fact]
    public void AUdpPacketShowsItsPortsAndPayloadLength()
    {
        var packet = Capture.Read("app.pcap")[46];
        var dissection = new Dissection(new DissectionLimits());
        dissection.Observe(packet.Input);

        var row = dissection.Summarise(packet.Input);

        Assert.Equal(new PacketSummary("93.184.216.34", "192.168.1.10", "UDP", "30000 → 20000 Len=172", ColorRule.Udp), row);
    }

    [Fact]
    public void ATreeHasOneRootForTheFrameAndOneForEachLayer()
    {
        var packet = Capture.Read("app.pcap")[46];
        var dissection = new Dissection(new DissectionLimits());
        dissection.Observe(packet.Input);

        var tree = dissection.Dissect(packet.Input);

        Assert.Equal(["frame", "eth", "ip", "udp", "data"], tree.Roots.Select(root => root.Name));
        Assert.Equal("Frame 47: 214 bytes on wire (1712 bits), 214 bytes captured (1712 bits)", tree.Roots[0].Label);
    }
}
