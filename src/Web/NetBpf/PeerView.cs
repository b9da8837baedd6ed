using Bpf.Engine.Device;
using Bpf.Wire;

namespace WebCap.NetBpf;

/// <summary>An open device as net.bpf.peers lists it [NET-2].</summary>
/// <param name="Minor">The device's number.</param>
/// <param name="Pid">The user's process where it is known; else 0.</param>
/// <param name="Interface">Empty when the device has none, or has none any more.</param>
/// <param name="Received">Frames run through the filter since the last flush.</param>
/// <param name="Dropped">Of them, accepted and lost for want of room.</param>
/// <param name="Captured">Of them, accepted.</param>
/// <param name="Flags">P promiscuous, R immediate, S see-sent, H header-complete; each a dash where it is off.</param>
/// <param name="State">idle, waiting or timedOut.</param>
/// <param name="BufferBytes">Each of its two buffers.</param>
/// <param name="Promiscuous">Asks its interface for every frame.</param>
/// <param name="Immediate">Reads return on the first record.</param>
/// <param name="SeeSent">Sees what this machine sends.</param>
/// <param name="HeaderComplete">Writes keep their source address.</param>
/// <param name="Feedback">What it writes is also fed back to the host as input.</param>
/// <param name="Locked">Its settings are fixed until it is closed.</param>
/// <param name="Direction">The directions that it sees: in, out, both or none.</param>
/// <param name="Owner">Who uses it.</param>
internal sealed record PeerView(
    int Minor,
    int Pid,
    string Interface,
    long Received,
    long Dropped,
    long Captured,
    string Flags,
    string State,
    int BufferBytes,
    bool Promiscuous,
    bool Immediate,
    bool SeeSent,
    bool HeaderComplete,
    bool Feedback,
    bool Locked,
    string Direction,
    PeerOwner Owner)
{
    public static PeerView Of(PeerInfo peer) => new(
        peer.Minor,
        peer.Owner.ProcessId,
        peer.InterfaceName,
        peer.Statistics.Received,
        peer.Statistics.Dropped,
        peer.Statistics.Captured,
        FlagsOf(peer),
        peer.State switch
        {
            PeerState.Idle => "idle",
            PeerState.Waiting => "waiting",
            PeerState.TimedOut => "timedOut",
            _ => "",
        },
        peer.BufferBytes,
        peer.IsPromiscuous,
        peer.IsImmediate,
        peer.SeesSent,
        peer.IsHeaderComplete,
        peer.HasFeedback,
        peer.IsLocked,
        DirectionOf(peer),
        new PeerOwner(peer.Owner.User, peer.Owner.RemoteAddress, peer.Owner.ProcessId));

    /// <summary>The flags as NetBSD's netstat orders them, without the state in front.</summary>
    public static string FlagsOf(PeerInfo peer) =>
        new([peer.IsPromiscuous ? 'P' : '-', peer.IsImmediate ? 'R' : '-', peer.SeesSent ? 'S' : '-', peer.IsHeaderComplete ? 'H' : '-']);

    private static string DirectionOf(PeerInfo peer)
    {
        var seesIn = !peer.IgnoredDirections.HasFlag(FrameDirection.In);
        var seesOut = peer.SeesSent && !peer.IgnoredDirections.HasFlag(FrameDirection.Out);
        return (seesIn, seesOut) switch
        {
            (true, true) => "both",
            (true, false) => "in",
            (false, true) => "out",
            _ => "none",
        };
    }
}
