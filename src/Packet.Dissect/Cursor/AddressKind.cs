namespace Packet.Dissect.Cursor;

/// <summary>How the bytes of an address column are written.</summary>
internal enum AddressKind : byte
{
    None,
    Mac,
    IPv4,
    IPv6,
}
