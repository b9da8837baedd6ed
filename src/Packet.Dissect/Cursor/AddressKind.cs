namespace Packet.Dissect.Cursor;

/// <summary>How the bytes of an address column are written.</summary>
internal enum AddressKind : byte
{
    None,

    /// <summary>A layer that has no addresses, and none around it has: shown as <c>N/A</c>.</summary>
    NotApplicable,
    Mac,
    IPv4,
    IPv6,
}
