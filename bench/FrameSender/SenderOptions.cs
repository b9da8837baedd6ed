using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace FrameSender;

/// <summary>What to send, where and how fast. The addresses are of the blocks set apart for documentation and local administration.</summary>
internal sealed record SenderOptions
{
    private const int MaxNamespaceNameLength = 255;

    public static string Usage => $"""
        FrameSender --interface NAME [options]
          --interface NAME            where the frames go out
          --network-namespace NAME    enter this one (/var/run/netns/NAME) first
          --count N                   frames to send (default 1000)
          --rate N                    frames a second; 0 is flat out (default 0)
          --size N                    bytes a frame without its check sequence, {FrameTemplate.SmallestFrame} to {FrameTemplate.LargestFrame} (default 128)
          --first N                   sequence number of the first frame (default 1)
          --source-mac, --destination-mac, --source-ip, --destination-ip, --source-port, --destination-port
                                      default 02:00:00:00:00:01, 02:00:00:00:00:02, 198.51.100.1, 198.51.100.2, 49152, 9
          --bypass                    past the queueing discipline (PACKET_QDISC_BYPASS); local taps do not see the frames

        Payload of each UDP datagram: sequence number (u64), time of sending (u64, nanoseconds since 1970, CLOCK_REALTIME), both in
        network byte order, then zeros. Prints sent= seconds= rate= and how smooth it was: the longest gap between two sends of a paced run, and
        by how much the schedule was moved because the machine had no time for it.
        """;

    public required string Interface { get; init; }

    public string? NetworkNamespace { get; init; }

    public long Count { get; init; } = 1000;

    public int FramesPerSecond { get; init; }

    public int FrameBytes { get; init; } = 128;

    public ulong FirstSequence { get; init; } = 1;

    public PhysicalAddress SourceMac { get; init; } = PhysicalAddress.Parse("02-00-00-00-00-01");

    public PhysicalAddress DestinationMac { get; init; } = PhysicalAddress.Parse("02-00-00-00-00-02");

    public IPAddress SourceIp { get; init; } = IPAddress.Parse("198.51.100.1");

    public IPAddress DestinationIp { get; init; } = IPAddress.Parse("198.51.100.2");

    public ushort SourcePort { get; init; } = 49152;

    public ushort DestinationPort { get; init; } = 9;

    public bool IsQdiscBypassed { get; init; }

    /// <summary>False with a sentence that names the argument, what it was and what it may be.</summary>
    public static bool TryParse(ReadOnlySpan<string> arguments, [NotNullWhen(true)] out SenderOptions? options, [NotNullWhen(false)] out string? fault)
    {
        options = null;
        var parsed = new SenderOptions { Interface = "" };
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            if (name == "--bypass")
            {
                parsed = parsed with { IsQdiscBypassed = true };
                continue;
            }

            if (++i == arguments.Length)
            {
                fault = $"{name} needs a value.";
                return false;
            }

            if (!parsed.TryWith(name, arguments[i], out var next, out fault)) return false;
            parsed = next;
        }

        fault = parsed.Interface.Length == 0 ? "--interface is missing." : null;
        if (fault is null) options = parsed;
        return fault is null;
    }

    private bool TryWith(string name, string value, [NotNullWhen(true)] out SenderOptions? changed, [NotNullWhen(false)] out string? fault)
    {
        changed = null;
        long number = 0;
        IPAddress? ip = null;
        PhysicalAddress? mac = null;
        fault = name switch
        {
            "--interface" => value.Length is > 0 and <= 15 ? null : "an interface's name of 1 to 15 characters",
            "--network-namespace" => IsNamespaceName(value) ? null : "a namespace's name, without slashes",
            "--count" => IsNumber(value, 1, 1L << 40, out number),
            "--rate" => IsNumber(value, 0, 100_000_000, out number),
            "--size" => IsNumber(value, FrameTemplate.SmallestFrame, FrameTemplate.LargestFrame, out number),
            "--first" => IsNumber(value, 0, long.MaxValue, out number),
            "--source-port" or "--destination-port" => IsNumber(value, 0, ushort.MaxValue, out number),
            "--source-ip" or "--destination-ip" =>
                IPAddress.TryParse(value, out ip) && ip.AddressFamily == AddressFamily.InterNetwork ? null : "an IPv4 address",
            "--source-mac" or "--destination-mac" =>
                PhysicalAddress.TryParse(value, out mac) && mac.GetAddressBytes().Length == 6 ? null : "six bytes as 02:00:00:00:00:01",
            _ => "an argument of this program",
        };
        if (fault is not null)
        {
            fault = $"{name} {value}: not {fault}.";
            return false;
        }

        changed = name switch
        {
            "--interface" => this with { Interface = value },
            "--network-namespace" => this with { NetworkNamespace = value },
            "--count" => this with { Count = number },
            "--rate" => this with { FramesPerSecond = (int)number },
            "--size" => this with { FrameBytes = (int)number },
            "--first" => this with { FirstSequence = (ulong)number },
            "--source-port" => this with { SourcePort = (ushort)number },
            "--destination-port" => this with { DestinationPort = (ushort)number },
            "--source-ip" => this with { SourceIp = ip! },
            "--destination-ip" => this with { DestinationIp = ip! },
            "--source-mac" => this with { SourceMac = mac! },
            _ => this with { DestinationMac = mac! },
        };
        return true;
    }

    private static string? IsNumber(string value, long least, long most, out long number) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}");

    // It becomes the last part of a path.
    private static bool IsNamespaceName(string value) =>
        value.Length is > 0 and <= MaxNamespaceNameLength && !value.Contains('/', StringComparison.Ordinal) && value is not ("." or "..");
}
