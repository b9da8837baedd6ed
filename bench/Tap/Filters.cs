using Bpf.Engine.Filter;
using Bpf.Wire;

namespace TapBench;

/// <summary>Sixteen filters that accept the bench's frames, each for another reason.</summary>
internal static class Filters
{
    /// <summary>For one device.</summary>
    public const string Usual = "tcp port 80";

    public static readonly string[] Sixteen =
    [
        "ip", "tcp", "tcp port 80", "tcp dst port 80", "host 10.0.0.1", "net 10.0.0.0/8", "src 10.0.0.1 and dst 10.0.0.2",
        "tcp port 80 and host 10.0.0.1", "not udp", "not arp", "not port 22", "port 53 or port 80", "tcp[tcpflags] & tcp-push != 0",
        "ip[8] = 64", "portrange 70-90", "tcp src port 40000 and ip[6:2] & 0x1fff = 0",
    ];

    public static FilterProgram Compile(string expression)
    {
        var result = new FilterCompiler().Compile(expression, LinkType.Ethernet);
        return result.Program ?? throw new InvalidOperationException($"{expression}: {result.Error}");
    }
}
