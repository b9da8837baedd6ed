using System.Globalization;
using Bpf.Engine.Device;
using WebCap.Capture;

namespace WebCap.Devices;

/// <summary>
/// A device as the API shows it. One that was opened bare has no session id and no interface until BIOCSETIF. FilterLength counts the instructions
/// of its program; with one that came by ioctl, Filter is empty.
/// </summary>
internal sealed record DeviceView(
    int Minor,
    string SessionId,
    string Interface,
    bool IsInterfaceGone,
    string Filter,
    string OwnTraffic,
    string Guard,
    uint SnapLength,
    int LinkType,
    int BufferBytes,
    bool Immediate,
    bool Promiscuous,
    bool SeeSent,
    string TimestampFormat,
    long ReadTimeoutMs,
    long LeaseSeconds,
    string State,
    DeviceOwnerView Owner,
    DateTimeOffset OpenedAt,
    int Viewers,
    DeviceStatisticsView Statistics,
    long KernelDropped,
    long InterfaceReceived,
    long FeedDropped,
    bool HeaderComplete,
    bool Feedback,
    bool Locked,
    int FilterLength,
    RewoundView? Rewound)
{
    /// <summary>Every open device, in order of its minor.</summary>
    public static IEnumerable<DeviceView> List(CaptureSessions sessions) =>
        sessions.List().Select(Of).Concat(sessions.ListBare().Select(Of)).OrderBy(device => device.Minor);

    public static DeviceView Of(CaptureSession session)
    {
        var view = Of(session.Device.Describe(), session.Settings, session.OpenedAt);
        return view with
        {
            SessionId = FormatId(session.Id),
            Interface = session.Interface.Name,
            LinkType = (int)session.Interface.LinkType,
            Viewers = session.ViewerCount,
            KernelDropped = session.KernelDropped,
            InterfaceReceived = session.InterfaceReceived,
            FeedDropped = session.FeedDropped,
            Rewound = RewoundView.Of(session.Past),
        };
    }

    /// <summary>A device without an interface: no session, no name, nothing from the kernel.</summary>
    public static DeviceView Of(BareDevice bare) =>
        Of(bare.Device.Describe(), SessionSettings.Of(bare), bare.OpenedAt);

    private static DeviceView Of(PeerInfo peer, SessionSettings settings, DateTimeOffset openedAt) => new(
        peer.Minor,
        "",
        "",
        peer.IsInterfaceGone,
        settings.Filter,
        settings.OwnTraffic,
        settings.Guard,
        settings.SnapLength,
        0,
        peer.BufferBytes,
        peer.IsImmediate,
        peer.IsPromiscuous,
        peer.SeesSent,
        CamelCase(peer.TimestampFormat),
        peer.ReadTimeoutMs,
        (long)settings.Lease.TotalSeconds,
        CamelCase(peer.State),
        new DeviceOwnerView(peer.Owner.User, peer.Owner.RemoteAddress, peer.Owner.ProcessId),
        openedAt,
        0,
        DeviceStatisticsView.Of(peer.Statistics),
        0,
        0,
        0,
        peer.IsHeaderComplete,
        peer.HasFeedback,
        peer.IsLocked,
        peer.FilterLength,
        null);

    /// <summary>A session's id as 16 hexadecimal digits.</summary>
    public static string FormatId(ulong id) => id.ToString("x16", CultureInfo.InvariantCulture);

    private static string CamelCase<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
