using Packet.Dissect.Cursor;

namespace Packet.Dissect.Dns;

/// <summary>A message being read: where it is, what it is, and the line its parts go under when there is a tree.</summary>
internal readonly struct DnsMessage
{
    internal DnsMessage(View view, DnsKind kind, string protocol, FieldNode? root)
    {
        View = view;
        Kind = kind;
        Protocol = protocol;
        Root = root;
    }

    internal View View { get; }

    internal DnsKind Kind { get; }

    internal string Protocol { get; }

    internal FieldNode? Root { get; }

    internal bool IsMulticast => Kind == DnsKind.Multicast;
}
