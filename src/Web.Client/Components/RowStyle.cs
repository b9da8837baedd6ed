using Packet.Dissect;

namespace WebCap.Client.Components;

/// <summary>The style classes of the packet list's rows: one a colouring rule, with and without the selection. Made once, since every row on screen asks ten times a second.</summary>
internal static class RowStyle
{
    private const string Gap = "row gap";
    private const string SelectedGap = "row gap selected";

    private static readonly string[] Plain = Classes("");
    private static readonly string[] Selected = Classes(" selected");

    /// <summary>The classes of a packet's row.</summary>
    public static string Of(ColorRule rule, bool isSelected)
    {
        var classes = isSelected ? Selected : Plain;
        return (int)rule < classes.Length ? classes[(int)rule] : classes[0];
    }

    /// <summary>The classes of a gap's row.</summary>
    public static string OfGap(bool isSelected) => isSelected ? SelectedGap : Gap;

    private static string[] Classes(string suffix)
    {
        var rules = Enum.GetValues<ColorRule>();
        var classes = new string[rules.Length];
        foreach (var rule in rules) classes[(int)rule] = "row rule-" + ClassOf(rule) + suffix;
        return classes;
    }

    private static string ClassOf(ColorRule rule) => rule switch
    {
        ColorRule.BadTcp => "bad-tcp",
        ColorRule.IcmpErrors => "icmp-errors",
        ColorRule.Arp => "arp",
        ColorRule.Icmp => "icmp",
        ColorRule.TcpRst => "tcp-rst",
        ColorRule.TtlLowOrUnexpected => "ttl",
        ColorRule.Http => "http",
        ColorRule.Routing => "routing",
        ColorRule.TcpSynFin => "syn-fin",
        ColorRule.Tcp => "tcp",
        ColorRule.Udp => "udp",
        ColorRule.Broadcast => "broadcast",
        _ => "none",
    };
}
