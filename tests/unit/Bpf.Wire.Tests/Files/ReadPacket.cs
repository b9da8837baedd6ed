namespace Bpf.Wire.Tests.Files;

/// <summary>A packet as it was read, kept: bytes as hex so that a failed comparison can be read.</summary>
internal sealed record ReadPacket(
    string Hex,
    uint WireLength,
    long Seconds,
    uint Nanoseconds,
    int InterfaceIndex = 0,
    LinkType LinkType = LinkType.Ethernet,
    FrameDirection Direction = FrameDirection.None,
    ulong DroppedBefore = 0,
    bool HasTime = true)
{
    /// <summary>Where it stood; not part of what is compared between files.</summary>
    public long Offset { get; init; }

    public ReadPacket Anywhere() => this with { Offset = 0 };
}
