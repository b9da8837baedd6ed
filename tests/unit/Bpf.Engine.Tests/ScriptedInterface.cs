using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Tests;

/// <summary>An interface that has no thread of its own: a test taps the frames, says what fails and when the interface disappears.</summary>
internal sealed class ScriptedInterface(string name = "scripted0", int index = 7) : NetworkInterface(name, index)
{
    public int StartCount { get; private set; }

    public int StopCount { get; private set; }

    /// <summary>What was last asked of the medium; null when nothing was.</summary>
    public bool? PromiscuousAsked { get; private set; }

    public int PromiscuousChangeCount { get; private set; }

    public Errno StartAnswer { get; set; } = Errno.OK;

    public Errno PromiscuousAnswer { get; set; } = Errno.OK;

    /// <summary>What the medium says to a frame; OK also taps it, as a real interface does sooner or later.</summary>
    public Errno SendAnswer { get; set; } = Errno.OK;

    /// <summary>Frames that went out, as they went.</summary>
    public List<byte[]> Sent { get; } = [];

    /// <summary>Frames that were fed back to the host's side.</summary>
    public List<byte[]> FedBack { get; } = [];

    /// <summary>The address that writes get.</summary>
    public static ReadOnlyMemory<byte> Address { get; } = new byte[] { 2, 4, 6, 8, 10, 12 };

    public string? WriteObstacle { get; set; }

    public string? FeedbackObstacle { get; set; }

    public bool IsDown { get; set; }

    public int PayloadLimit { get; set; } = 1500;

    public override string? Unwritable => WriteObstacle;

    public override string? FeedbackUnavailable => FeedbackObstacle;

    public override InterfaceKind Kind => InterfaceKind.Loop;

    public override LinkType LinkType => LinkType.Ethernet;

    public override int Mtu => PayloadLimit;

    public override bool IsUp => !IsGone && !IsDown;

    public override string Description => "what a test says";

    public bool IsCapturing => StartCount > StopCount;

    public void Disappear() => MarkGone();

    public override InterfaceStatistics GetStatistics() => default;

    protected override Errno StartCapture()
    {
        if (StartAnswer == Errno.OK) StartCount++;
        return StartAnswer;
    }

    protected override void StopCapture() => StopCount++;

    protected override Errno GetOutputState(out OutputState state)
    {
        state = new OutputState(IsUp, 14, PayloadLimit, Address);
        return IsGone ? Errno.ENXIO : Errno.OK;
    }

    protected override Errno Send(ReadOnlySpan<byte> frame)
    {
        if (SendAnswer != Errno.OK) return SendAnswer;
        Sent.Add(frame.ToArray());
        Tap.Tap(new Frame { Bytes = frame, WireLength = (uint)frame.Length, Direction = FrameDirection.Out });
        return Errno.OK;
    }

    protected override void Receive(ReadOnlySpan<byte> frame) => FedBack.Add(frame.ToArray());

    protected override Errno SetPromiscuous(bool isOn)
    {
        PromiscuousAsked = isOn;
        PromiscuousChangeCount++;
        return PromiscuousAnswer;
    }
}
