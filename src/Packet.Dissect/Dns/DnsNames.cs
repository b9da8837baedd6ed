namespace Packet.Dissect.Dns;

/// <summary>Names of DNS operations, results, record types and classes (IANA registries), in Wireshark's words.</summary>
internal static class DnsNames
{
    internal static string OfOperation(int opcode) => opcode switch
    {
        0 => "Standard query",
        1 => "Inverse query",
        2 => "Server status request",
        4 => "Zone change notification",
        5 => "Dynamic update",
        6 => "DNS Stateful operations (DSO)",
        _ => $"Unknown operation ({opcode})",
    };

    internal static string OfResult(int code) => code switch
    {
        0 => "No error",
        1 => "Format error",
        2 => "Server failure",
        3 => "No such name",
        4 => "Not implemented",
        5 => "Refused",
        6 => "Name exists",
        7 => "RRset exists",
        8 => "RRset does not exist",
        9 => "Not authoritative",
        10 => "Name out of zone",
        11 => "DSO-Type not implemented",
        _ => $"Unknown error ({code})",
    };

    internal static string OfType(int type) => type switch
    {
        1 => "A",
        2 => "NS",
        5 => "CNAME",
        6 => "SOA",
        11 => "WKS",
        12 => "PTR",
        13 => "HINFO",
        15 => "MX",
        16 => "TXT",
        17 => "RP",
        18 => "AFSDB",
        24 => "SIG",
        25 => "KEY",
        28 => "AAAA",
        29 => "LOC",
        33 => "SRV",
        35 => "NAPTR",
        36 => "KX",
        37 => "CERT",
        39 => "DNAME",
        41 => "OPT",
        43 => "DS",
        44 => "SSHFP",
        46 => "RRSIG",
        47 => "NSEC",
        48 => "DNSKEY",
        49 => "DHCID",
        50 => "NSEC3",
        51 => "NSEC3PARAM",
        52 => "TLSA",
        53 => "SMIMEA",
        55 => "HIP",
        59 => "CDS",
        60 => "CDNSKEY",
        61 => "OPENPGPKEY",
        64 => "SVCB",
        65 => "HTTPS",
        99 => "SPF",
        249 => "TKEY",
        250 => "TSIG",
        251 => "IXFR",
        252 => "AXFR",
        255 => "ANY",
        256 => "URI",
        257 => "CAA",
        _ => $"Unknown ({type})",
    };

    /// <summary>The type with its meaning and number, for the tree.</summary>
    internal static string DescribeType(int type) => type switch
    {
        1 => "A (Host Address) (1)",
        2 => "NS (authoritative Name Server) (2)",
        5 => "CNAME (Canonical NAME for an alias) (5)",
        6 => "SOA (Start Of a zone of Authority) (6)",
        12 => "PTR (domain name PoinTeR) (12)",
        13 => "HINFO (host information) (13)",
        15 => "MX (Mail eXchange) (15)",
        16 => "TXT (Text strings) (16)",
        28 => "AAAA (IPv6 Address) (28)",
        33 => "SRV (Server Selection) (33)",
        35 => "NAPTR (Naming Authority Pointer) (35)",
        43 => "DS (Delegation Signer) (43)",
        48 => "DNSKEY (DNS Public Key) (48)",
        64 => "SVCB (General Purpose Service Endpoints) (64)",
        65 => "HTTPS (HTTPS Specific Service Endpoints) (65)",
        255 => "* (A request for all records the server/cache has available) (255)",
        257 => "CAA (Certification Authority Restriction) (257)",
        _ => OfType(type) is var name && name.StartsWith("Unknown", StringComparison.Ordinal) ? name : $"{name} ({type})",
    };

    internal static string OfClass(int value) => value switch
    {
        1 => "IN",
        3 => "CH",
        4 => "HS",
        254 => "NONE",
        255 => "ANY",
        _ => "Unknown",
    };
}
