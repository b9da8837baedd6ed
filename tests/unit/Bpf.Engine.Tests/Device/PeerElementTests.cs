using Bpf.Engine.Device;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Device;

// The bytes that callers of the sysctl kind get [NET-2]; frozen here.
public sealed class PeerElementTests
{
    private static readonly PeerInfo Peer = new()
    {
        Minor = 0x0102,
        BufferBytes = 0x00010203,
        State = PeerState.TimedOut,
        IsPromiscuous = true,
        IsImmediate = true,
        SeesSent = true,
        IsHeaderComplete = true,
        HasFeedback = true,
        IsLocked = true,
        FilterDrop = FilterDrop.Pass,
        IgnoredDirections = FrameDirection.Out,
        TimestampFormat = TimestampFormat.Nanoseconds,
        ReadTimeoutMs = 0,
        WaitTimeoutMs = null,
        FilterLength = 0,
        WriteFilterLength = 0,
        Owner = new DeviceOwner("ann", ProcessId: 0x1267),
        InterfaceName = "fifteencharacts",
        IsInterfaceGone = false,
        Statistics = new DeviceStatistics { Received = 0x0a, Dropped = 0x0b, Captured = 0x0c },
        Lifetime = default,
    };

    [Fact] // [NET-2]
    public void TheLayoutIsNetBsdsWithItsPaddingUsed()
    {
        var element = new byte[PeerElement.Length];
        PeerElement.Write(Peer, element);

        Assert.Equal(
            "03020100" + "01020102" + "01000000" + "01000000" + "67120000" + "01000000"
            + "0A00000000000000" + "0B00000000000000" + "0C00000000000000" + "6669667465656E636861726163747300" + "01000000" + "02010000",
            Convert.ToHexString(element));
    }

    [Theory] // [NET-2]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(72)]
    [InlineData(80)]
    public void AShorterElementIsTheStartOfTheWholeOne(int length)
    {
        var whole = new byte[PeerElement.Length];
        PeerElement.Write(Peer, whole);
        var element = new byte[length];
        PeerElement.Write(Peer, element);

        Assert.Equal([.. whole.Take(length), .. new byte[Math.Max(0, length - whole.Length)]], element);
    }
}
