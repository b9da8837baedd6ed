using Bpf.Wire.Files;

namespace Bpf.Wire.Tests.Files;

/// <summary>The capture that ships must stay whole, small and worth looking at, whoever records it again.</summary>
public class SampleCaptureTests
{
    private static string SamplePath => Path.Combine(AppContext.BaseDirectory, "samples", "first-look.pcapng");

    [Fact]
    public void ItIsWholeSmallAndHalfAMinuteLong()
    {
        var file = File.ReadAllBytes(SamplePath);
        using var reader = new CaptureFileReader(new MemoryStream(file));
        var summary = CaptureSummary.Read(reader);

        Assert.Null(summary.Fault);
        Assert.InRange(file.Length, 1, 300 * 1024);
        Assert.InRange(summary.Duration.TotalSeconds, 20, 40);
        Assert.Equal((LinkType.Ethernet, 0), (summary.LinkType, summary.OtherLinkTypeCount));
        Assert.Equal("eth0", Assert.Single(summary.Interfaces).Name);
    }

    [Fact]
    public void EveryFrameHasADirectionAndSomethingMovesInEverySecond()
    {
        var packets = Reading.Of(File.ReadAllBytes(SamplePath)).Packets;

        Assert.DoesNotContain(packets, packet => packet.Direction == FrameDirection.None);
        Assert.Contains(packets, packet => packet.Direction == FrameDirection.In);
        Assert.Contains(packets, packet => packet.Direction == FrameDirection.Out);
        Assert.All(packets.Zip(packets.Skip(1)), pair => Assert.InRange(Time(pair.Second) - Time(pair.First), 0, 1.5));

        static double Time(ReadPacket packet) => packet.Seconds + packet.Nanoseconds / 1e9;
    }

    [Fact]
    public void TsharkFindsInItWhatItsReadmePromises()
    {
        (string Field, string Value)[] promised =
        [
            ("dns.a", "198.51.100.80"), ("dns.aaaa", "2001:db8:2::80"), ("dns.cname", "www.example"), ("dns.flags.rcode", "3"),
            ("http.request.method", "GET"), ("http.request.method", "POST"), ("http.response.code", "404"),
            ("tls.handshake.extensions_server_name", "shop.example"), ("tcp.flags.reset", "1"),
            ("icmp.type", "0"), ("icmp.type", "3"), ("icmp.type", "11"), ("ip.flags.mf", "1"), ("arp.opcode", "2"), ("vlan.id", "20"),
            ("icmpv6.type", "129"), ("icmpv6.type", "133"), ("icmpv6.type", "134"), ("icmpv6.type", "136"),
        ];
        string[] fields = [.. promised.Select(p => p.Field).Distinct()];
        var rows = CaptureTool.Run("tshark", ["-n", "-r", SamplePath, "-T", "fields", .. fields.SelectMany(field => new[] { "-e", field })])
            .Replace("True", "1", StringComparison.Ordinal) // Newer versions write flags in words.
            .Split('\n').Select(row => row.Split('\t')).Where(row => row.Length == fields.Length).ToList();

        // A field that a frame has twice is a list with commas.
        Assert.All(promised, p => Assert.Contains(rows, row => row[Array.IndexOf(fields, p.Field)].Split(',').Contains(p.Value)));
        Assert.Empty(CaptureTool.Run("tshark", "-n", "-r", SamplePath, "-Y", "_ws.malformed || _ws.expert.severity == error"));
    }
}
