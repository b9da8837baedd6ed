using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Filter;

public sealed class DisplayFilterHintTests
{
    private static readonly FilterCompiler Compiler = new();

    [Theory]
    [InlineData("tcp.port == 80", "tcp port 80")]
    [InlineData("tcp.port==80", "tcp port 80")]
    [InlineData("tcp.port = 80", "tcp port 80")]
    [InlineData("tcp.port === 80", "tcp port 80")]
    [InlineData("tcp.port eq 80", "tcp port 80")]
    [InlineData("ip.addr == 1.2.3.4 && tcp", "host 1.2.3.4 and tcp")]
    [InlineData("http", "tcp port 80")]
    [InlineData("dns", "port 53")]
    [InlineData("DNS or ICMPv6", "port 53 or icmp6")]
    [InlineData("tls", "tcp port 443")]
    [InlineData("dhcp", "udp portrange 67-68")]
    [InlineData("ipv6", "ip6")]
    [InlineData("ip.src", "ip")]
    [InlineData("ip.src == 10.0.0.1", "src host 10.0.0.1")]
    [InlineData("ip.dst != 10.0.0.1", "ip and not dst host 10.0.0.1")]
    [InlineData("ip.addr == 10.1.2.3/8", "net 10.0.0.0/8")]
    [InlineData("ip.src == 192.168.1.0/24", "src net 192.168.1.0/24")]
    [InlineData("ipv6.addr == fe80::1", "host fe80::1")]
    [InlineData("ipv6.dst == 2001:db8::5/64", "dst net 2001:db8::/64")]
    [InlineData("eth.addr == 00:11:22:33:44:55", "ether host 00:11:22:33:44:55")]
    [InlineData("eth.src != 00-11-22-33-44-55", "not ether src 00-11-22-33-44-55")]
    [InlineData("eth.type == 0x88cc", "ether proto 0x88cc")]
    [InlineData("udp.dstport == 53", "udp dst port 53")]
    [InlineData("tcp.dstport >= 1024", "tcp dst portrange 1024-65535")]
    [InlineData("udp.srcport < 1024", "udp src portrange 0-1023")]
    [InlineData("tcp.port > 65534", "tcp port 65535")]
    [InlineData("tcp.port != 80", "tcp and not tcp port 80")]
    [InlineData("tcp.port in {80, 443, 8000..8010}", "tcp port 80 or tcp port 443 or tcp portrange 8000-8010")]
    [InlineData("tcp.port in {80 443}", "tcp port 80 or tcp port 443")]
    [InlineData("tcp.port not in {22, 23}", "not (tcp port 22 or tcp port 23)")]
    [InlineData("frame.len > 100", "len > 100")]
    [InlineData("frame.len in {60..64}", "len >= 60 and len <= 64")]
    [InlineData("tcp.flags.syn == 1", "tcp[tcpflags] & tcp-syn != 0")]
    [InlineData("tcp.flags.syn == 1 && tcp.flags.ack == 0", "tcp[tcpflags] & tcp-syn != 0 and tcp[tcpflags] & tcp-ack = 0")]
    [InlineData("tcp.flags.reset == True", "tcp[tcpflags] & tcp-rst != 0")]
    [InlineData("tcp.flags.fin != 1", "tcp[tcpflags] & tcp-fin = 0")]
    [InlineData("tcp.flags & 0x02", "tcp[12:2] & 0xfff & 0x02 != 0")]
    [InlineData("icmp.type == 8", "icmp[icmptype] == 8")]
    [InlineData("icmpv6.type == 135", "icmp6[icmp6type] == 135")]
    [InlineData("ip.ttl < 5", "ip[8] < 5")]
    [InlineData("ip.proto == 017", "ip proto 17")]
    [InlineData("arp.opcode == 1", "arp[6:2] == 1")]
    [InlineData("vlan.id == 5", "vlan 5")]
    [InlineData("tcp && vlan.id == 5", "vlan 5 and tcp")]
    [InlineData("!dns", "not port 53")]
    [InlineData("not (tcp or dns)", "not (tcp or port 53)")]
    [InlineData("tcp && (http || dns)", "tcp and (tcp port 80 or port 53)")]
    [InlineData("http || tcp && dns", "tcp port 80 or (tcp and port 53)")]
    [InlineData("(tcp.port==80 || udp.port eq 53) && !(arp)", "(tcp port 80 or udp port 53) and not arp")]
    public void SuggestsTheCaptureFilter(string displayFilter, string captureFilter)
    {
        var error = Compiler.Compile(displayFilter, LinkType.Ethernet).Error;

        Assert.NotNull(error);
        Assert.Equal(captureFilter, error.Suggestion);
        Assert.Equal($"that looks like a display filter; as a capture filter (BPF): {captureFilter}", error.Message);
        Assert.True(Compiler.Compile(captureFilter, LinkType.Ethernet).Succeeded);
    }

    [Theory]
    // A part without a capture form: no suggestion that drops it.
    [InlineData("tcp.port == 80 && http.request.method == GET")]
    [InlineData("dns.qry.name == example.com")]
    [InlineData("tcp.len > 0")]
    [InlineData("tcp.stream eq 5")]
    // Values that the field cannot have.
    [InlineData("tcp.port == 80000")]
    [InlineData("tcp.port == http")]
    [InlineData("tcp.port > 65535")]
    [InlineData("ip.addr == 1.2.3")]
    [InlineData("ip.addr == 1.2.3.4/33")]
    [InlineData("ip.addr == ::1")]
    [InlineData("ip.addr == www.example.com")]
    [InlineData("eth.addr == 00:11:22")]
    [InlineData("tcp.flags.syn == 2")]
    [InlineData("ip.src > 10.0.0.1")]
    // A VLAN test would move what the other side of "or" and "not" looks at.
    [InlineData("vlan.id == 5 || tcp.port == 80")]
    [InlineData("!(vlan.id == 5)")]
    [InlineData("vlan && vlan.id == 5")]
    // No whole display filter.
    [InlineData("tcp.port ==")]
    [InlineData("tcp.port == 80 &&")]
    [InlineData("(tcp.port == 80")]
    [InlineData("tcp.port == 80)")]
    [InlineData("tcp.port in {}")]
    [InlineData("tcp.port in {80")]
    [InlineData("&& tcp.port == 80")]
    [InlineData("tcp.port == 80 tcp")]
    [InlineData("frame.len")]
    [InlineData("example.com")]
    public void SuggestsNothingRatherThanSomethingElse(string displayFilter)
    {
        var error = Compiler.Compile(displayFilter, LinkType.Ethernet).Error;

        Assert.NotNull(error);
        Assert.Null(error.Suggestion);
        Assert.Null(DisplayFilterHint.Translate(displayFilter));
    }

    [Fact]
    public void SuggestsNothingThatDoesNotCompile()
    {
        // Raw IP has no Ethernet addresses.
        var error = Compiler.Compile("eth.addr == 00:11:22:33:44:55", LinkType.Raw).Error;

        Assert.NotNull(error);
        Assert.Null(error.Suggestion);
    }

    [Fact]
    public void GivesUpOnBracketsThatAreNobodysTyping()
    {
        Assert.Equal("port 53", DisplayFilterHint.Translate(new string('(', 32) + "dns" + new string(')', 32)));
        Assert.Null(DisplayFilterHint.Translate(new string('(', 4000) + "dns"));
        Assert.Null(DisplayFilterHint.Translate(new string('!', 4000) + "dns"));
    }

    [Theory]
    [InlineData(31)]
    public void EverySuggestionForRandomDisplayFiltersCompiles(int seed)
    {
        string[] conditions =
        [
            "tcp", "dns", "http", "ipv6", "tcp.port == 80", "udp.port != 53", "ip.addr == 10.0.0.1", "ip.src == 10.0.0.0/8", "frame.len > 100",
            "tcp.flags.syn == 1", "ip.ttl < 5", "eth.addr == 00:11:22:33:44:55", "tcp.port in {80 443}", "icmp.type == 8", "ipv6.addr == ::1",
        ];
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var filter = Random(3);
            var suggestion = DisplayFilterHint.Translate(filter);
            Assert.True(suggestion is not null, filter);
            var error = Compiler.Compile(suggestion, LinkType.Ethernet).Error;
            // Random conditions may contradict each other, which libpcap notices.
            if (error is not null && !error.Message.Contains("rejects all packets", StringComparison.Ordinal))
                Assert.Fail($"seed {seed}: {filter} -> {suggestion}: {error.Message}");
        }

        string Random(int depth) => (depth == 0 ? 0 : random.Next(5)) switch
        {
            1 => $"!({Random(depth - 1)})",
            2 => $"({Random(depth - 1)}) && {Random(depth - 1)}",
            3 => $"{Random(depth - 1)} || {Random(depth - 1)}",
            _ => conditions[random.Next(conditions.Length)],
        };
    }
}
