namespace Packet.Dissect.Icmp;

/// <summary>Names of ICMP types and codes (RFC 792 and the IANA registry), in Wireshark's words.</summary>
internal static class IcmpNames
{
    internal static string OfType(byte type) => type switch
    {
        0 => "Echo (ping) reply",
        1 or 2 => "Reserved",
        3 => "Destination unreachable",
        4 => "Source quench (flow control)",
        5 => "Redirect",
        6 => "Alternate host address",
        8 => "Echo (ping) request",
        9 => "Router advertisement",
        10 => "Router solicitation",
        11 => "Time-to-live exceeded",
        12 => "Parameter problem",
        13 => "Timestamp request",
        14 => "Timestamp reply",
        15 => "Information request",
        16 => "Information reply",
        17 => "Address mask request",
        18 => "Address mask reply",
        19 => "Reserved (for security)",
        30 => "Traceroute",
        31 => "Datagram Conversion Error",
        32 => "Mobile Host Redirect",
        33 => "IPv6 Where-Are-You",
        34 => "IPv6 I-Am-Here",
        35 => "Mobile Registration Request",
        36 => "Mobile Registration Reply",
        37 => "Domain Name Request",
        38 => "Domain Name Reply",
        39 => "SKIP",
        40 => "Photuris",
        41 => "Experimental mobility protocols",
        42 => "Extended Echo request",
        43 => "Extended Echo reply",
        _ => "Unknown ICMP (obsolete or malformed?)",
    };

    /// <summary>The code's name; null for a type whose codes mean nothing.</summary>
    internal static string? OfCode(byte type, byte code)
    {
        var name = type switch
        {
            3 => Unreachable(code),
            5 => code switch { 0 => "Redirect for network", 1 => "Redirect for host", 2 => "Redirect for TOS and network", 3 => "Redirect for TOS and host", _ => "" },
            6 => code == 0 ? "Alternate address for host" : "",
            9 => code switch { 0 => "Normal router advertisement", 16 => "Does not route common traffic", _ => "" },
            11 => code switch { 0 => "Time to live exceeded in transit", 1 => "Fragment reassembly time exceeded", _ => "" },
            12 => code switch { 0 => "Pointer indicates the error", 1 => "Required option missing", 2 => "Bad length", _ => "" },
            40 => code switch { 0 => "Bad SPI", 1 => "Authentication Failed", 2 => "Decompression Failed", 3 => "Decryption Failed", 4 => "Need Authentication", 5 => "Need Authorization", _ => "" },
            42 => code == 0 ? "No error" : "",
            43 => code switch { 0 => "No error", 1 => "Malformed Query", 2 => "No Such Interface", 3 => "No Such Table Entry", 4 => "Multiple Interfaces Satisfy Query", _ => "" },
            _ => null,
        };
        return name is { Length: 0 } ? $"Unknown code: {code}" : name;
    }

    private static string Unreachable(byte code) => code switch
    {
        0 => "Network unreachable",
        1 => "Host unreachable",
        2 => "Protocol unreachable",
        3 => "Port unreachable",
        4 => "Fragmentation needed",
        5 => "Source route failed",
        6 => "Destination network unknown",
        7 => "Destination host unknown",
        8 => "Source host isolated",
        9 => "Network administratively prohibited",
        10 => "Host administratively prohibited",
        11 => "Network unreachable for TOS",
        12 => "Host unreachable for TOS",
        13 => "Communication administratively filtered",
        14 => "Host precedence violation",
        15 => "Precedence cutoff in effect",
        _ => "",
    };
}
