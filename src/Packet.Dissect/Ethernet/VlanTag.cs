using Packet.Dissect.Cursor;
using Packet.Dissect.Text;
using Packet.Dissect.Tree;

namespace Packet.Dissect.Ethernet;

/// <summary>An 802.1Q or 802.1ad tag: priority (3 bits), drop eligible (1), identifier (12), then the EtherType of what follows.</summary>
internal static class VlanTag
{
    private const int Length = 4;

    internal static void Dissect(ref Pass pass, ushort tagType, View view)
    {
        var isProviderTag = tagType == EtherType.ProviderVlan;
        pass.StartRow(isProviderTag ? "802.1ad" : "VLAN");
        if (!pass.Require(view, Length, isProviderTag ? "802.1ad" : "VLAN")) return;
        var control = pass.U16(view.Offset);
        var type = pass.U16(view.Offset + 2);
        pass.Info.Append("PRI: ").AppendDecimal(control >> 13).Append(isProviderTag ? "  DROP: " : "  DEI: ").AppendDecimal((control >> 12) & 1)
            .Append(isProviderTag ? " ID: " : "  ID: ").AppendDecimal(control & 0xfff);
        if (pass.Tree is not null) Describe(ref pass, view.Offset, isProviderTag, control, type);
        if (type <= EtherType.MaxLength) LlcLayer.Dissect(ref pass, view.Skip(Length).Take(type));
        else EtherType.Dissect(ref pass, type, view.Skip(Length));
    }

    private static void Describe(ref Pass pass, int at, bool isProviderTag, ushort control, ushort type)
    {
        var priority = control >> 13;
        var drop = (control >> 12) & 1;
        var id = control & 0xfff;
        var name = isProviderTag ? "ieee8021ad" : "vlan";
        var root = pass.AddLayer(name, isProviderTag
            ? $"IEEE 802.1ad, ID: {id}"
            : $"802.1Q Virtual LAN, PRI: {priority}, DEI: {drop}, ID: {id}", at, Length);
        root.AddBits(name + ".priority", control, 0xe000, 16, isProviderTag ? $"Priority: {priority}" : $"Priority: {PriorityName(priority)} ({priority})", at, 2, $"{priority}");
        root.AddBits(name + ".dei", control, 0x1000, 16, isProviderTag ? $"DEI: {drop}" : drop == 0 ? "DEI: Ineligible" : "DEI: Eligible", at, 2, $"{drop}");
        root.AddBits(name + ".id", control, 0x0fff, 16, $"ID: {id}", at, 2, $"{id}");
        if (type <= EtherType.MaxLength) root.Add(name + ".len", $"Length: {type}", at + 2, 2, $"{type}");
        else root.Add(name + ".etype", "Type: " + EtherType.Describe(type), at + 2, 2, Hex.Of(type, 4));
    }

    private static string PriorityName(int priority) => priority switch
    {
        0 => "Best Effort (default)",
        1 => "Background",
        2 => "Excellent Effort",
        3 => "Critical Applications",
        4 => "Video, < 100ms latency and jitter",
        5 => "Voice, < 10ms latency and jitter",
        6 => "Internetwork Control",
        _ => "Network Control",
    };
}
