using Packet.Dissect.Tests.Support;

namespace Packet.Dissect.Tests;

/// <summary>
/// The rows, with their colouring rules, are the ones tshark shows. Rows are left out one by one, each with its reason, in NAME.excluded.tsv; a row that is left out must differ, so that
/// the list shrinks as decoders are added.
/// </summary>
public sealed class RowGoldenTests
{
    public static TheoryData<string> Captures()
    {
        var names = new TheoryData<string>();
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(Capture.PathOf("x"))!, "*.rows.tsv").Order(StringComparer.Ordinal))
            names.Add(Path.GetFileName(path)[..^".rows.tsv".Length]);
        return names;
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void EveryRowIsTheOneTsharkShows(string capture)
    {
        var golden = GoldenRows.Of(capture);
        var rows = RowsOf(capture);

        Assert.Equal(golden.Rows.Count, rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            if (!golden.IsExcluded(i + 1)) Assert.Equal(golden.Rows[i], rows[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void ARowThatIsLeftOutStillDiffers(string capture)
    {
        var golden = GoldenRows.Of(capture);
        var rows = RowsOf(capture);

        for (var i = 0; i < rows.Count; i++)
        {
            if (golden.IsExcluded(i + 1)) Assert.NotEqual(golden.Rows[i], rows[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void RowsAreTheSameInAnyOrderAndAgain(string capture)
    {
        var packets = Capture.Read(capture + ".pcap");
        var dissection = Observe(packets);
        var forward = packets.Select(packet => dissection.Summarise(packet.Input)).ToList();

        var backward = Enumerable.Reverse(packets).Select(packet => dissection.Summarise(packet.Input)).Reverse().ToList();

        Assert.Equal(forward, backward);
    }

    private static List<string> RowsOf(string capture)
    {
        var packets = Capture.Read(capture + ".pcap");
        var dissection = Observe(packets);
        var rows = new List<string>();
        foreach (var packet in packets)
        {
            var row = dissection.Summarise(packet.Input);
            // The name in a client hello is shown as newer releases do; the goldens' release does not show it.
            var name = row.Info.IndexOf(" (SNI=", StringComparison.Ordinal);
            if (name >= 0) row = row with { Info = row.Info.Remove(name, row.Info.IndexOf(')', name) + 1 - name) };
            rows.Add($"{packet.Number}\t{row.Source}\t{row.Destination}\t{row.Protocol}\t{row.Info}\t{NameOf(row.Rule)}");
        }

        Assert.Null(dissection.Counters.LastDecoderFault);
        return rows;
    }

    private static string NameOf(ColorRule rule) => rule switch
    {
        ColorRule.None => "",
        ColorRule.BadTcp => "Bad TCP",
        ColorRule.IcmpErrors => "ICMP errors",
        ColorRule.Arp => "ARP",
        ColorRule.Icmp => "ICMP",
        ColorRule.TcpRst => "TCP RST",
        ColorRule.TtlLowOrUnexpected => "TTL low or unexpected",
        ColorRule.Http => "HTTP",
        ColorRule.Routing => "Routing",
        ColorRule.TcpSynFin => "TCP SYN/FIN",
        ColorRule.Tcp => "TCP",
        ColorRule.Udp => "UDP",
        ColorRule.Broadcast => "Broadcast",
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    private static Dissection Observe(List<CapturedPacket> packets)
    {
        var dissection = new Dissection(new DissectionLimits());
        foreach (var packet in packets) dissection.Observe(packet.Input);
        return dissection;
    }
}
