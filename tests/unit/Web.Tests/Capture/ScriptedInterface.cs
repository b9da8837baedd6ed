using System.Buffers.Binary;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace WebCap.Tests.Capture;

/// <summary>An interface whose frames come when the test says so. Each frame starts with its number.</summary>
internal sealed class ScriptedInterface(string name = "script0") : NetworkInterface(name, 7)
{
    public const int FrameBytes = 60;

    private long sent;

    /// <summary>What it passes for.</summary>
    public InterfaceKind Like { get; init; } = InterfaceKind.Replay;

    public override InterfaceKind Kind => Like;

    public override LinkType LinkType => LinkType.Ethernet;

    public override int Mtu => 1500;

    public override bool IsUp => true;

    public override string Description => "scripted";

    public long KernelDropped { get; set; }

    public bool IsCapturing { get; private set; }

    public override InterfaceStatistics GetStatistics() => new(Volatile.Read(ref sent), KernelDropped, Volatile.Read(ref sent) * FrameBytes);

    /// <summary>Taps frames as one run.</summary>
    public void Send(int count)
    {
        Span<byte> bytes = stackalloc byte[FrameBytes];
        bytes.Clear();
        using var run = Tap.Begin();
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, sent);
            run.Tap(new Frame { Bytes = bytes, WireLength = FrameBytes, Seconds = 1_700_000_000, Nanoseconds = (uint)i, Direction = FrameDirection.In });
            Volatile.Write(ref sent, sent + 1);
        }
    }

    /// <summary>Taps one frame as it is.</summary>
    public void Send(ReadOnlySpan<byte> frame, long seconds, uint nanoseconds = 0)
    {
        using var run = Tap.Begin();
        run.Tap(new Frame { Bytes = frame, WireLength = (uint)frame.Length, Seconds = seconds, Nanoseconds = nanoseconds, Direction = FrameDirection.Out });
        Volatile.Write(ref sent, sent + 1);
    }

    public void Disappear() => MarkGone();

    protected override Errno StartCapture()
    {
        IsCapturing = true;
        return Errno.OK;
    }

    protected override void StopCapture() => IsCapturing = false;

    protected override Errno SetPromiscuous(bool isOn) => Errno.OK;
}
