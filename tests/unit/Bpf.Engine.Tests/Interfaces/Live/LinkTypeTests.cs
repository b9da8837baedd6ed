using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Interfaces.Live;

// Interfaces that are not Ethernet.
[Collection(LiveCollection.Name)]
public sealed class LinkTypeTests
{
    private const ushort PointToPoint = 512;

    // An IPv4 header of 20 bytes from 192.0.2.1 to 192.0.2.2, protocol 253 (for experiments); what follows is the test's.
    private static readonly byte[] Ipv4Header = [0x45, 0, 0, 52, 0, 0, 0, 0, 64, 253, 0xf5, 0xc8, 192, 0, 2, 1, 192, 0, 2, 2];

    private readonly InterfaceCatalog catalog = new(new PacketRingOptions { RingBytes = 4 * 1024 * 1024 }, TimeProvider.System);
    private readonly TestFrames frames = new();

    private byte[] MakePacket() => [.. Ipv4Header, .. frames.Make(1).AsSpan(TestFrames.HeaderLength, 32)];

    [LiveFact]
    public async Task ATunnelWithoutLinkLayerGivesBareIpPackets()
    {
        using var tunnel = new TunLink();
        var link = catalog.Find(tunnel.Name)!;
        using var capture = new CaptureDevice(link);
        tunnel.Write(MakePacket());

        var record = Assert.Single(await capture.ReadMineAsync(frames, 1));

        Assert.Equal(LinkType.Raw, link.LinkType);
        Assert.Equal(MakePacket(), record.Bytes);
        Assert.Equal(FrameDirection.In, record.Header.Direction);
    }

    [LiveFact]
    public async Task ALinkOfAnyOtherKindGivesCookedPackets()
    {
        using var tunnel = new TunLink(PointToPoint);
        var link = catalog.Find(tunnel.Name)!;
        using var capture = new CaptureDevice(link);
        tunnel.Write(MakePacket());

        var record = Assert.Single(await capture.ReadMineAsync(frames, 1));

        Assert.Equal(LinkType.LinuxSll2, link.LinkType);
        byte[] header =
        [
            0x08, 0x00, 0, 0,
            .. BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(link.Index)),
            PointToPoint >> 8, PointToPoint & 0xff, 0, 0,
            .. new byte[8],
        ];
        Assert.Equal([.. header, .. MakePacket()], record.Bytes);
        Assert.Equal((uint)record.Bytes.Length, record.Header.WireLength);
    }

    [Theory]
    [InlineData(1, LinkType.Ethernet)]
    [InlineData(772, LinkType.Ethernet)]
    [InlineData(0xfffe, LinkType.Raw)]
    [InlineData(519, LinkType.Raw)]
    [InlineData(768, LinkType.Raw)]
    [InlineData(512, LinkType.LinuxSll2)]
    [InlineData(778, LinkType.LinuxSll2)]
    [InlineData(803, LinkType.LinuxSll2)]
    public void TheLinkTypeFollowsFromTheHardwareType(int hardwareType, LinkType expected) =>
        Assert.Equal(expected, LinkFramingRules.Of((ushort)hardwareType).ToLinkType());
}
