using Packet.Dissect.Tests.Support;

namespace Packet.Dissect.Tests;

public sealed class RowTests
{
    [Fact]
    public void AUdpPacketShowsItsPortsAndPayloadLength()
        => Assert.Equal(new PacketSummary("93.184.216.34", "192.168.1.10", "UDP", "30000 → 20000 Len=172", ColorRule.Udp), RowOf("app.pcap", 47));

    [Fact]
    public void AClientHelloShowsTheNameItAsksFor()
        => Assert.Equal("Client Hello (SNI=www.example.com)", RowOf("tls.pcap", 4).Info);

    [Fact]
    public void AClientHelloWithoutANameShowsNone()
        => Assert.Equal("Client Hello", RowOf("tls.pcap", 26).Info);

    [Theory]
    [InlineData("l2l3.pcap", 1, ColorRule.Arp)]
    [InlineData("l2l3.pcap", 7, ColorRule.None)]
    [InlineData("l2l3.pcap", 12, ColorRule.Icmp)]
    [InlineData("l2l3.pcap", 17, ColorRule.IcmpErrors)]
    [InlineData("l2l3.pcap", 33, ColorRule.IcmpErrors)]
    [InlineData("l2l3.pcap", 57, ColorRule.Routing)]
    [InlineData("l2l3.pcap", 46, ColorRule.Broadcast)]
    [InlineData("app.pcap", 1, ColorRule.Udp)]
    [InlineData("app.pcap", 59, ColorRule.Http)]
    [InlineData("app.pcap", 84, ColorRule.TcpSynFin)]
    [InlineData("app.pcap", 86, ColorRule.Tcp)]
    [InlineData("http.pcap", 104, ColorRule.Http)]
    [InlineData("ip.pcap", 31, ColorRule.TtlLowOrUnexpected)]
    [InlineData("ip.pcap", 32, ColorRule.Udp)]
    [InlineData("ip.pcap", 33, ColorRule.TtlLowOrUnexpected)]
    public void TheFirstColouringRuleThatHoldsWins(string capture, int number, ColorRule rule) => Assert.Equal(rule, RowOf(capture, number).Rule);

    [Fact]
    public void AResetIsColouredAsOneUnlessTheAnalysisFoundSomethingBad()
    {
        var rules = RowsOf("ip.pcap").Where(row => row.Info.Contains("[RST", StringComparison.Ordinal)).Select(row => row.Rule).Distinct();

        Assert.Equal([ColorRule.TcpRst], rules);
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

    private static PacketSummary RowOf(string capture, int number) => RowsOf(capture)[number - 1];

    private static List<PacketSummary> RowsOf(string capture)
    {
        var packets = Capture.Read(capture);
        var dissection = new Dissection(new DissectionLimits());
        foreach (var packet in packets) dissection.Observe(packet.Input);
        return packets.Select(packet => dissection.Summarise(packet.Input)).ToList();
    }
}
