using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Text;
using Packet.Dissect.Tree;

namespace Packet.Dissect.Ethernet;

/// <summary>
/// IEEE 802.2 logical link control: destination and source service access point, control (1 byte for unnumbered frames, else 2).
/// Only the SNAP extension that carries an EtherType (RFC 1042) is followed further.
/// </summary>
internal static class LlcLayer
{
    private const byte Snap = 0xaa;
    private const byte UnnumberedInformation = 0x03;
    private const int SnapLength = 5;

    internal static void Dissect(ref Pass pass, View view)
    {
        pass.StartRow("LLC");
        if (!pass.Require(view, 2, "LLC")) return;
        var destination = pass.U8(view.Offset);
        var source = pass.U8(view.Offset + 1);
        if (!pass.Require(view, 3, "LLC")) return;
        var control = pass.U8(view.Offset + 2);
        var isUnnumbered = (control & 3) == 3;
        var headerLength = isUnnumbered ? 3 : 4;
        if (!pass.Require(view, headerLength, "LLC")) return;
        AppendControl(ref pass, source, control, isUnnumbered ? (byte)0 : pass.U8(view.Offset + 3));
        if (destination == Snap && source == Snap && control == UnnumberedInformation)
        {
            DissectSnap(ref pass, view);
            return;
        }

        pass.Info.Append("; DSAP ").Append(SapName(destination & 0xfe)).Append((destination & 1) == 0 ? " Individual" : " Group")
            .Append(", SSAP ").Append(SapName(source & 0xfe)).Append((source & 1) == 0 ? " Command" : " Response");
        if (pass.Tree is not null) Describe(ref pass, view, headerLength, destination, source);
        DataNode.DescribeUndecoded(ref pass, view.Skip(headerLength), "LLC payload");
    }

    private static void DissectSnap(ref Pass pass, View view)
    {
        if (!pass.Require(view, 3 + SnapLength, "LLC")) return;
        var organisation = pass.U24(view.Offset + 3);
        var type = pass.U16(view.Offset + 6);
        pass.Info.Append("; SNAP, OUI 0x").AppendHex((ulong)organisation, 6).Append(", PID 0x").AppendHex(type, 4);
        if (pass.Tree is not null)
        {
            var root = Describe(ref pass, view, 3 + SnapLength, Snap, Snap);
            root.Add("llc.oui", $"Organization Code: {Hex.Of((uint)organisation, 6)}", view.Offset + 3, 3, Hex.Of((uint)organisation, 6));
            root.Add("llc.type", organisation == 0 ? "Type: " + EtherType.Describe(type) : $"Protocol ID: {Hex.Of(type, 4)}", view.Offset + 6, 2, Hex.Of(type, 4));
        }

        var payload = view.Skip(3 + SnapLength);
        if (organisation == 0 && EtherType.IsDecoded(type)) EtherType.Dissect(ref pass, type, payload);
        else DataNode.DescribeUndecoded(ref pass, payload, "SNAP payload");
    }

    private static FieldNode Describe(ref Pass pass, View view, int length, byte destination, byte source)
    {
        var at = view.Offset;
        var root = pass.AddLayer("llc", "Logical-Link Control", at, length);
        var dsap = root.Add("llc.dsap", $"DSAP: {SapName(destination & 0xfe)} ({Hex.Of(destination, 2)})", at, 1, Hex.Of(destination, 2));
        dsap.AddBits("llc.dsap.sap", destination, 0xfe, 8, "SAP: " + SapName(destination & 0xfe), at, 1);
        dsap.AddFlag("llc.dsap.ig", destination, 1, 8, "IG Bit", at, 1, "Group", "Individual");
        var ssap = root.Add("llc.ssap", $"SSAP: {SapName(source & 0xfe)} ({Hex.Of(source, 2)})", at + 1, 1, Hex.Of(source, 2));
        ssap.AddBits("llc.ssap.sap", source, 0xfe, 8, "SAP: " + SapName(source & 0xfe), at + 1, 1);
        ssap.AddFlag("llc.ssap.cr", source, 1, 8, "CR Bit", at + 1, 1, "Response", "Command");
        var controlLength = (pass.U8(at + 2) & 3) == 3 ? 1 : 2;
        var control = controlLength == 1 ? Hex.Of(pass.U8(at + 2), 2) : Hex.Of((uint)(pass.U8(at + 2) | (pass.U8(at + 3) << 8)), 4);
        root.Add("llc.control", $"Control field: {pass.Info.ToTrimmedString().Split(';')[0]} ({control})", at + 2, controlLength, control);
        return root;
    }

    private static void AppendControl(ref Pass pass, byte source, byte control, byte extension)
    {
        var isResponse = (source & 1) != 0;
        if ((control & 1) == 0)
        {
            pass.Info.Append("I");
            AppendPoll(ref pass, extension, isResponse);
            pass.Info.Append(", N(R)=").AppendDecimal(extension >> 1).Append(", N(S)=").AppendDecimal(control >> 1);
        }
        else if ((control & 3) == 1)
        {
            pass.Info.Append("S");
            AppendPoll(ref pass, extension, isResponse);
            pass.Info.Append(", func=").Append(SupervisoryName(control)).Append(", N(R)=").AppendDecimal(extension >> 1);
        }
        else
        {
            pass.Info.Append("U");
            if ((control & 0x10) != 0) pass.Info.Append(isResponse ? " F" : " P");
            pass.Info.Append(", func=").Append(UnnumberedName(control & 0xef, isResponse));
        }
    }

    private static void AppendPoll(ref Pass pass, byte extension, bool isResponse)
    {
        if ((extension & 1) != 0) pass.Info.Append(isResponse ? " F" : " P");
    }

    private static string SupervisoryName(byte control) => (control >> 2) switch { 0 => "RR", 1 => "RNR", 2 => "REJ", _ => "Unknown" };

    private static string UnnumberedName(int control, bool isResponse) => control switch
    {
        0x03 => "UI",
        0x0f => isResponse ? "DM" : "SABM",
        0x43 => isResponse ? "RD" : "DISC",
        0x63 => "UA",
        0x6f => "SABME",
        0x87 => "FRMR",
        0xaf => "XID",
        0xe3 => "TEST",
        _ => "Unknown",
    };

    private static string SapName(int sap) => sap switch
    {
        0x00 => "NULL LSAP",
        0x02 => "LLC Sub-Layer Management",
        0x04 => "SNA Path Control",
        0x06 => "TCP/IP",
        0x42 => "Spanning Tree BPDU",
        0x7e => "X.25 over 802.2",
        0x80 => "XNS",
        0x98 => "ARP",
        0xaa => "SNAP",
        0xe0 => "NetWare",
        0xf0 => "NetBIOS",
        0xfe => "ISO Network Layer",
        _ => $"0x{sap:x2}",
    };
}
