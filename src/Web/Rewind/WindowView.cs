using Bpf.Engine.Device;

namespace WebCap.Rewind;

/// <summary>A window as the API shows it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Interface">Whose packets it keeps.</param>
/// <param name="State">keeping, or waiting for what <paramref name="Reason"/> says.</param>
/// <param name="Reason">Why it waits, or why the newest packets were lost; empty when neither.</param>
/// <param name="Filter">What was asked for.</param>
/// <param name="OwnTraffic">The term that leaves out its maker's own connection.</param>
/// <param name="SnapLength">Bytes kept of a frame.</param>
/// <param name="Promiscuous">Whether it asks for every frame of the medium.</param>
/// <param name="Storage">memory or disk.</param>
/// <param name="Bytes">Room, in bytes of records.</param>
/// <param name="Seconds">The oldest that it keeps; 0 for no bound of time.</param>
/// <param name="User">Who made it.</param>
/// <param name="MadeAt">When.</param>
/// <param name="LinkType">The link-layer header, as capture files number it; 0 while it waits.</param>
/// <param name="Received">Frames run through its filter since it began.</param>
/// <param name="Rejected">Frames that the filter rejected.</param>
/// <param name="Dropped">Frames that found no room in its device's buffers.</param>
/// <param name="KernelDropped">Frames that the kernel dropped on the interface.</param>
/// <param name="Packets">Packets it has now.</param>
/// <param name="HeldBytes">Their bytes, headers included.</param>
/// <param name="HeldSeconds">How far back the oldest is.</param>
/// <param name="Oldest">When that came; null when it has none.</param>
/// <param name="Forgotten">Packets that made room for newer ones, or grew too old.</param>
/// <param name="Lost">Packets that its storage could not keep.</param>
internal sealed record WindowView(
    long Id,
    string Interface,
    string State,
    string Reason,
    string Filter,
    string OwnTraffic,
    uint SnapLength,
    bool Promiscuous,
    string Storage,
    long Bytes,
    long Seconds,
    string User,
    DateTimeOffset MadeAt,
    int LinkType,
    long Received,
    long Rejected,
    long Dropped,
    long KernelDropped,
    long Packets,
    long HeldBytes,
    double HeldSeconds,
    DateTimeOffset? Oldest,
    long Forgotten,
    long Lost)
{
    public static WindowView Of(WindowState state, TimeProvider time)
    {
        var window = state.Window;
        var settings = state.Kept.Settings;
        var device = window?.Device.GetLifetime() ?? new DeviceStatistics();
        var books = window?.Log.GetBooks() ?? default;
        return new WindowView(
            state.Kept.Id,
            settings.Interface,
            window is null ? "waiting" : "keeping",
            window is null ? state.Reason : window.Fault ?? "",
            settings.Filter,
            settings.OwnTraffic,
            settings.SnapLength,
            settings.Promiscuous,
            settings.Storage == WindowStorage.Disk ? "disk" : "memory",
            settings.Bytes,
            settings.Seconds,
            state.Kept.User,
            state.Kept.MadeAt,
            (int)(window?.Interface.LinkType ?? 0),
            device.Received,
            device.Rejected,
            device.Dropped,
            window?.KernelDropped ?? 0,
            books.Packets,
            books.Bytes,
            SecondsOf(books, time),
            books.Oldest,
            books.Forgotten,
            books.Lost);
    }

    /// <summary>How far back the oldest packet is, by the monotonic clock; 0 when there is none.</summary>
    public static double SecondsOf(RollingBooks books, TimeProvider time) =>
        books.Oldest is null ? 0 : Math.Round(time.GetElapsedTime(books.OldestArrival).TotalSeconds, 1);
}
