using Packet.Dissect.Tests.Support;

namespace Packet.Dissect.Tests;

/// <summary>The top lines of the trees are the ones tshark shows, for the layers that are decoded here.</summary>
public sealed class LayerGoldenTests
{
    private static readonly string[] Decoded =
    [
        "Frame ", "Ethernet II", "Ethernet Unknown", "IEEE 802.3 Ethernet", "802.1Q", "IEEE 802.1ad", "Logical-Link", "Address Resolution", "Internet Protocol Version",
        "Internet Control Message", "User Datagram", "Transmission Control", "Domain Name System", "Multicast Domain", "Link-local Multicast", "Hypertext", "Transport Layer Security",
        "Linux cooked", "Null/Loopback", "Raw packet data", "Encapsulating Security",
    ];

    public static TheoryData<string> Captures()
    {
        var names = new TheoryData<string>();
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(Capture.PathOf("x"))!, "*.layers.txt").Order(StringComparer.Ordinal))
            names.Add(Path.GetFileName(path)[..^".layers.txt".Length]);
        return names;
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void TopLinesAreTheOnesTsharkShows(string capture)
    {
        var golden = GoldenRows.Of(capture);
        var packets = Capture.Read(capture + ".pcap");
        var layers = File.ReadAllText(Capture.PathOf(capture + ".layers.txt")).TrimEnd('\n').Split("\n\n");
        var dissection = new Dissection(new DissectionLimits());
        foreach (var packet in packets) dissection.Observe(packet.Input);

        Assert.Equal(packets.Count, layers.Length);
        foreach (var packet in packets)
        {
            if (golden.IsExcluded(packet.Number)) continue;
            var tree = dissection.Dissect(packet.Input);
            var shown = tree.Roots.Where(root => !root.IsGenerated && Decoded.Any(name => root.Label.StartsWith(name, StringComparison.Ordinal))).Select(root => root.Label);
            Assert.Equal(layers[packet.Number - 1], string.Join('\n', shown));
        }
    }
}
