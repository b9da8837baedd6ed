using Bpf.Wire;
using Packet.Dissect;

namespace WebCap.Client.Tests;

/// <summary>A tree of a real packet: 18 bytes over UDP and IPv4, to a port that no protocol is known for.</summary>
internal static class Trees
{
    public static readonly byte[] Udp = Convert.FromHexString(
        "001b21aabb02001b21aabb010800" + "4500002e000100004011b76ac0a80001c0a80002" + "9c41d43100 1a0000".Replace(" ", "", StringComparison.Ordinal) + "68656c6c6f20776f726c6421000000000000");

    public static PacketTree OfUdp() => new Dissection(new DissectionLimits()).Dissect(new PacketInput { Number = 1, LinkType = LinkType.Ethernet, WireLength = (uint)Udp.Length, Bytes = Udp });

    public static IEnumerable<FieldNode> All(PacketTree tree) => tree.Roots.SelectMany(All);

    public static FieldNode Named(PacketTree tree, string name) => All(tree).First(node => node.Name == name);

    private static IEnumerable<FieldNode> All(FieldNode node) => node.Children.SelectMany(All).Prepend(node);
}
