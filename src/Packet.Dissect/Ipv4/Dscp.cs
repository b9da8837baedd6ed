namespace Packet.Dissect.Ipv4;

/// <summary>Names of differentiated services codepoints (RFC 2474 and its registry) and of congestion notification (RFC 3168).</summary>
internal static class Dscp
{
    internal static string ShortName(int dscp) => dscp switch
    {
        0 => "CS0", 1 => "LE", 8 => "CS1", 16 => "CS2", 24 => "CS3", 32 => "CS4", 40 => "CS5", 48 => "CS6", 56 => "CS7",
        10 => "AF11", 12 => "AF12", 14 => "AF13", 18 => "AF21", 20 => "AF22", 22 => "AF23",
        26 => "AF31", 28 => "AF32", 30 => "AF33", 34 => "AF41", 36 => "AF42", 38 => "AF43",
        44 => "VOICE-ADMIT", 46 => "EF PHB",
        _ => "Unknown",
    };

    internal static string LongName(int dscp) => dscp switch
    {
        0 => "Default",
        1 => "Lower Effort",
        8 or 16 or 24 or 32 or 40 or 48 or 56 => $"Class Selector {dscp >> 3}",
        10 or 12 or 14 or 18 or 20 or 22 or 26 or 28 or 30 or 34 or 36 or 38 => $"Assured Forwarding {dscp >> 3}{(dscp & 7) / 2}",
        44 => "Voice Admit",
        46 => "Expedited Forwarding",
        _ => "Unknown",
    };

    internal static string EcnShortName(int ecn) => ecn switch { 0 => "Not-ECT", 1 => "ECT(1)", 2 => "ECT(0)", _ => "CE" };

    internal static string EcnLongName(int ecn) => ecn switch
    {
        0 => "Not ECN-Capable Transport",
        1 => "ECN-Capable Transport codepoint '01'",
        2 => "ECN-Capable Transport codepoint '10'",
        _ => "Congestion Experienced",
    };
}
