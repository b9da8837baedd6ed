using WebCap.Rewind;

namespace WebCap.Devices;

/// <summary>What a device was given of the past when it was opened.</summary>
/// <param name="Packets">Packets in front of the device's own; they are not among those that it counts.</param>
/// <param name="Bytes">Their bytes, headers included.</param>
/// <param name="Since">How far back was looked: when the oldest packet that the window had came; null when it had none.</param>
/// <param name="LeftOut">Older packets for which there was no room (--rewind-bytes).</param>
/// <param name="Missing">Packets of the window, of whatever kind, that were forgotten while the past was read.</param>
/// <param name="Dropped">Frames that the window itself had no room for in that time.</param>
internal sealed record RewoundView(long Packets, long Bytes, DateTimeOffset? Since, long LeftOut, long Missing, long Dropped)
{
    public static RewoundView? Of(Past? past) =>
        past is null ? null : new RewoundView(past.Packets, past.Bytes, past.Since, past.LeftOut, past.Missing, past.Dropped);
}
