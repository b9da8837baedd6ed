using System.Globalization;
using WebCap.Capture;

namespace WebCap.Devices;

/// <summary>A device as the API shows it.</summary>
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
    long FeedDropped)
{
    public static DeviceView Of(CaptureSession session)
    {
        var peer = session.Device.Describe();
        return new DeviceView(
            peer.Minor,
            FormatId(session.Id),
            session.Interface.Name,
            peer.IsInterfaceGone,
            session.Settings.Filter,
            session.Settings.OwnTraffic,
            session.Settings.Guard,
            session.Settings.SnapLength,
            (int)session.Interface.LinkType,
            peer.BufferBytes,
            peer.IsImmediate,
            peer.IsPromiscuous,
            peer.SeesSent,
            CamelCase(peer.TimestampFormat),
            peer.ReadTimeoutMs,
            (long)session.Settings.Lease.TotalSeconds,
            CamelCase(peer.State),
            new DeviceOwnerView(peer.Owner.User, peer.Owner.RemoteAddress, peer.Owner.ProcessId),
            session.OpenedAt,
            session.ViewerCount,
            DeviceStatisticsView.Of(peer.Statistics),
            session.KernelDropped,
            session.InterfaceReceived,
            session.FeedDropped);
    }

    /// <summary>A session's id as 16 hexadecimal digits.</summary>
    public static string FormatId(ulong id) => id.ToString("x16", CultureInfo.InvariantCulture);

    private static string CamelCase<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
