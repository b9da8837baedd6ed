namespace Packet.Dissect.Tls;

/// <summary>Names of record, handshake and alert types and of versions (RFC 5246, RFC 8446 and the IANA registries), in Wireshark's words.</summary>
internal static class TlsNames
{
    internal static string OfContent(int type) => type switch
    {
        20 => "Change Cipher Spec",
        21 => "Alert",
        22 => "Handshake",
        23 => "Application Data",
        24 => "Heartbeat",
        _ => "Unknown",
    };

    /// <summary>The message's name; null for a number that no message has.</summary>
    internal static string? OfHandshake(int type) => type switch
    {
        0 => "Hello Request",
        1 => "Client Hello",
        2 => "Server Hello",
        3 => "Hello Verify Request",
        4 => "New Session Ticket",
        5 => "End of Early Data",
        6 => "Hello Retry Request",
        8 => "Encrypted Extensions",
        11 => "Certificate",
        12 => "Server Key Exchange",
        13 => "Certificate Request",
        14 => "Server Hello Done",
        15 => "Certificate Verify",
        16 => "Client Key Exchange",
        20 => "Finished",
        21 => "Certificate URL",
        22 => "Certificate Status",
        23 => "Supplemental Data",
        24 => "Key Update",
        25 => "Compressed Certificate",
        67 => "Next Protocol",
        _ => null,
    };

    /// <summary>The protocol column for a version.</summary>
    internal static string OfVersion(int version) => version switch
    {
        0x0300 => "SSLv3",
        0x0301 => "TLSv1",
        0x0302 => "TLSv1.1",
        0x0303 => "TLSv1.2",
        0x0304 => "TLSv1.3",
        _ => "SSL",
    };

    /// <summary>A version in the tree.</summary>
    internal static string DescribeVersion(int version) => version switch
    {
        0x0300 => "SSL 3.0 (0x0300)",
        0x0301 => "TLS 1.0 (0x0301)",
        0x0302 => "TLS 1.1 (0x0302)",
        0x0303 => "TLS 1.2 (0x0303)",
        0x0304 => "TLS 1.3 (0x0304)",
        _ => IsGrease(version) ? $"Reserved (GREASE) (0x{version:x4})" : $"Unknown (0x{version:x4})",
    };

    internal static string OfAlertLevel(int level) => level switch { 1 => "Warning", 2 => "Fatal", _ => "Unknown" };

    internal static string OfAlert(int description) => description switch
    {
        0 => "Close Notify",
        1 => "End of Early Data",
        10 => "Unexpected Message",
        20 => "Bad Record MAC",
        21 => "Decryption Failed",
        22 => "Record Overflow",
        30 => "Decompression Failure",
        40 => "Handshake Failure",
        41 => "No Certificate",
        42 => "Bad Certificate",
        43 => "Unsupported Certificate",
        44 => "Certificate Revoked",
        45 => "Certificate Expired",
        46 => "Certificate Unknown",
        47 => "Illegal Parameter",
        48 => "Unknown CA",
        49 => "Access Denied",
        50 => "Decode Error",
        51 => "Decrypt Error",
        60 => "Export Restriction",
        70 => "Protocol Version",
        71 => "Insufficient Security",
        80 => "Internal Error",
        86 => "Inappropriate Fallback",
        90 => "User Canceled",
        100 => "No Renegotiation",
        109 => "Missing Extension",
        110 => "Unsupported Extension",
        111 => "Certificate Unobtainable",
        112 => "Unrecognized Name",
        113 => "Bad Certificate Status Response",
        114 => "Bad Certificate Hash Value",
        115 => "Unknown PSK Identity",
        116 => "Certificate Required",
        120 => "No application Protocol",
        _ => "Unknown",
    };

    /// <summary>Values that mean nothing on purpose (RFC 8701): both bytes alike and ending in a.</summary>
    internal static bool IsGrease(int value) => (value & 0x0f0f) == 0x0a0a && (value >> 8) == (value & 0xff);
}
