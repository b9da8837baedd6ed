using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Tests;

/// <summary>
/// An interface with a capture thread, as the real ones have: stopping it waits for the thread, and after <paramref name="lifeInSessions"/>
/// sessions it disappears by itself.
/// </summary>
internal sealed class ThreadedInterface(int lifeInSessions) : NetworkInterface("threaded0", 1)
{
    private Thread? thread;
    private volatile bool isStopping;

    public override InterfaceKind Kind => InterfaceKind.Loop;

    public override LinkType LinkType => LinkType.Ethernet;

    public override int Mtu => 1500;

    public override bool IsUp => !IsGone;

    public override string Description => "a capture thread of its own";

    public override InterfaceStatistics GetStatistics() => default;

    protected override Errno StartCapture()
    {
        isStopping = false;
        thread = new Thread(Capture) { IsBackground = true };
        thread.Start();
        return Errno.OK;
    }

    protected override void StopCapture()
    {
        isStopping = true;
        thread!.Join();
    }

    protected override Errno SetPromiscuous(bool isOn) => IsGone ? Errno.ENXIO : Errno.OK;

    private void Capture()
    {
        var bytes = new byte[60];
        for (var i = 0; i < lifeInSessions; i++)
        {
            if (isStopping) return;
            Tap.Tap(new Frame { Bytes = bytes, WireLength = 60 });
        }

        MarkGone();
    }
}
