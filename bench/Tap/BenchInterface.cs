using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace TapBench;

/// <summary>An interface without a source: the bench taps its frames.</summary>
internal sealed class BenchInterface() : NetworkInterface("bench0", SystemIndex)
{
    public const int SystemIndex = 7;

    public override InterfaceKind Kind => InterfaceKind.Loop;

    public override LinkType LinkType => LinkType.Ethernet;

    public override int Mtu => 1500;

    public override bool IsUp => true;

    public override string Description => "frames of the bench";

    public override InterfaceStatistics GetStatistics() => default;

    protected override Errno StartCapture() => Errno.OK;

    protected override void StopCapture()
    {
    }

    protected override Errno SetPromiscuous(bool isOn) => Errno.OK;
}
