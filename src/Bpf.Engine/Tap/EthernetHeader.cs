namespace Bpf.Engine.Tap;

/// <summary>
/// Where things are in an Ethernet header, as far as the tap has to know it to put a VLAN tag back.
/// <code>
///   0             6        12     14                0             6        12      16     18
///   | destination | source | type | …       and     | destination | source | tag   | type | …
/// </code>
/// </summary>
internal static class EthernetHeader
{
    public const int TypeOffset = 12;

    public const int Length = 14;

    public const int TaggedLength = Length + VlanTag.Length;
}
