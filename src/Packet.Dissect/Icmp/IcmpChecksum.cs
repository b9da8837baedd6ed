using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Icmp;

/// <summary>The checksum lines of ICMP and ICMPv6, which are cheap and nobody offloads, so they are always verified.</summary>
internal static class IcmpChecksum
{
    /// <summary><paramref name="sum"/> is the running sum of the pseudo-header, 0 without one.</summary>
    internal static void Describe(ref Pass pass, FieldNode root, string prefix, View view, uint sum)
    {
        var at = view.Offset + 2;
        var value = pass.U16(at);
        if (view.Captured < view.Reported || pass.IsFragment || pass.InQuotedPacket)
        {
            root.Add(prefix + ".checksum", $"Checksum: {Hex.Of(value, 4)} [unverified]", at, 2, Hex.Of(value, 4));
            root.AddGenerated(prefix + ".checksum.status", "[Checksum Status: Unverified]", at, 2, "2");
            return;
        }

        var rest = InternetChecksum.Finish(InternetChecksum.Add(sum, pass.Bytes(view)));
        if (rest == 0)
        {
            root.Add(prefix + ".checksum", $"Checksum: {Hex.Of(value, 4)} [correct]", at, 2, Hex.Of(value, 4));
            root.AddGenerated(prefix + ".checksum.status", "[Checksum Status: Good]", at, 2, "1");
            return;
        }

        var right = InternetChecksum.Finish(InternetChecksum.Add(InternetChecksum.Add(sum, pass.Frame.Slice(view.Offset, 2)), pass.Frame.Slice(at + 2, view.Captured - 4)));
        var node = root.Add(prefix + ".checksum", $"Checksum: {Hex.Of(value, 4)} incorrect, should be {Hex.Of(right, 4)}", at, 2, Hex.Of(value, 4));
        node.AddExpert(FieldSeverity.Warning, "Checksum", $"Bad checksum [should be {Hex.Of(right, 4)}]");
        root.AddGenerated(prefix + ".checksum.status", "[Checksum Status: Bad]", at, 2, "0");
    }
}
