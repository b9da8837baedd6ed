using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
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

    public override InterfaceKind Kind => InterfaceKind.Loop;

    public override LinkType LinkType => LinkType.Ethernet;

    public override int Mtu => 1500;

    public override bool IsUp => !IsGone;

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

    protected override Errno SetPromiscuous(bool isOn)
    {
        PromiscuousAsked = isOn;
        PromiscuousChangeCount++;
        return PromiscuousAnswer;
    }
}
