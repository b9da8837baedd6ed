using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Tls;

/// <summary>
/// TLS (RFC 8446, RFC 5246) as far as one segment carries whole records. What is encrypted is named by its record; handshakes are read in the clear. The
/// protocol column is the version that the server chose, once the conversation got that far.
/// </summary>
internal static class TlsLayer
{
    private const string Protocol = "TLS";
    private const int Version13 = 0x0304;

    /// <summary>Reads the payload when it begins with a record that ends within it, or is cut off by the capture; false, and nothing done, otherwise.</summary>
    internal static bool TryDissect(ref Pass pass, View view, int negotiatedVersion)
    {
        if (!TlsRecord.TryRead(pass.Bytes(view), out var record)) return false;
        if (record.Length > view.Reported - TlsRecord.HeaderLength) return false;
        pass.StartRow(TlsNames.OfVersion(negotiatedVersion != 0 ? negotiatedVersion : record.Version));
        var layer = view;
        var root = pass.Tree is null ? null : pass.AddLayer("tls", "Transport Layer Security", view.Offset, view.Captured);
        var isEncrypted = false;
        var isFirst = true;
        while (TlsRecord.TryRead(pass.Bytes(view), out record) && pass.TryStep())
        {
            if (record.Length > view.Reported - TlsRecord.HeaderLength) break;
            if (!isFirst) pass.Info.Append(", ");
            isFirst = false;
            DissectRecord(ref pass, root, view, record, negotiatedVersion, ref isEncrypted);
            if (pass.HasError) return true;
            view = view.Skip(TlsRecord.HeaderLength + record.Length);
        }

        if (root is not null && view.Captured > 0)
        {
            root.Length = view.Offset - layer.Offset;
            pass.AddLayer("tcp.segment_data", view.Captured == 1 ? "TCP segment data (1 byte)" : $"TCP segment data ({view.Captured} bytes)", view.Offset, view.Captured)
                .AddGenerated(null, "[The record goes on in a later segment]");
        }

        return true;
    }

    private static void DissectRecord(ref Pass pass, FieldNode? root, View view, in TlsRecord record, int negotiatedVersion, ref bool isEncrypted)
    {
        var content = view.Skip(TlsRecord.HeaderLength).Take(record.Length);
        var start = pass.Info.Length;
        FieldNode? node = null;
        if (root is not null)
        {
            node = root.Add("tls.record", "", view.Offset, TlsRecord.HeaderLength + content.Captured);
            var isOpaque = record.Type == TlsRecord.ApplicationData && negotiatedVersion == Version13;
            node.Add(isOpaque ? "tls.record.opaque_type" : "tls.record.content_type", $"{(isOpaque ? "Opaque" : "Content")} Type: {TlsNames.OfContent(record.Type)} ({record.Type})", view.Offset, 1, $"{record.Type}");
            node.Add("tls.record.version", "Version: " + TlsNames.DescribeVersion(record.Version), view.Offset + 1, 2, Hex.Of((uint)record.Version, 4));
            node.Add("tls.record.length", $"Length: {record.Length}", view.Offset + 3, 2, $"{record.Length}");
        }

        switch (record.Type)
        {
            case TlsRecord.ChangeCipherSpec:
                pass.Info.Append("Change Cipher Spec");
                isEncrypted = true;
                node?.Add("tls.change_cipher_spec", "Change Cipher Spec Message", content.Offset, content.Captured);
                break;
            case TlsRecord.Alert:
                DissectAlert(ref pass, node, content);
                break;
            case TlsRecord.Handshake:
                TlsHandshake.Dissect(ref pass, node, content, isEncrypted);
                break;
            case TlsRecord.Heartbeat:
                pass.Info.Append(content.Captured > 0 && content.Reported > 3 && pass.U8(content.Offset) is 1 or 2 && !isEncrypted ? "Heartbeat" : "Encrypted Heartbeat");
                break;
            default:
                pass.Info.Append("Application Data");
                if (node is not null && content.Captured > 0)
                    node.Add("tls.app_data", "Encrypted Application Data: " + Hex.Bytes(pass.Bytes(content)), content.Offset, content.Captured);
                break;
        }

        if (node is not null)
        {
            var version = negotiatedVersion != 0 ? negotiatedVersion : record.Version;
            var title = record.Type == TlsRecord.Alert ? "" : TlsNames.OfContent(record.Type) + " Protocol: ";
            node.Label = $"{TlsNames.OfVersion(version)} Record Layer: {title}{pass.Info.Since(start)}";
        }

        pass.Require(content, content.Reported, Protocol);
    }

    // Two bytes are an alert in the clear; encryption always makes it longer.
    private static void DissectAlert(ref Pass pass, FieldNode? node, View content)
    {
        if (content.Reported != 2)
        {
            pass.Info.Append("Encrypted Alert");
            node?.Add("tls.alert_message", "Alert Message: Encrypted Alert", content.Offset, content.Captured);
            return;
        }

        if (!pass.Require(content, 2, Protocol)) return;
        var level = pass.U8(content.Offset);
        var description = pass.U8(content.Offset + 1);
        var name = TlsNames.OfAlert(description);
        pass.Info.Append("Alert (Level: ").Append(TlsNames.OfAlertLevel(level)).Append(", Description: ").Append(name).Append(')');
        if (node is null) return;
        var alert = node.Add("tls.alert_message", "Alert Message", content.Offset, 2);
        alert.Add("tls.alert_message.level", $"Level: {TlsNames.OfAlertLevel(level)} ({level})", content.Offset, 1, $"{level}");
        alert.Add("tls.alert_message.desc", $"Description: {name} ({description})", content.Offset + 1, 1, $"{description}");
    }
}
