using System.Globalization;
using Bpf.Wire.Files;

namespace WebCap.Cli.Capture;

/// <summary>A capture's books in words: what came, and at which station what did not.</summary>
internal static class BooksText
{
    /// <param name="received">Packets that reached this program.</param>
    /// <param name="books">The device's; null when the stream ended without them.</param>
    public static string Format(long received, CaptureStatistics? books)
    {
        var text = Count(received);
        if (books is null) return $"{text}; the device's counters did not arrive, so packets may have been lost unseen";
        text += FormattableString.Invariant(
            $"; {books.Accepted} accepted by the filter, {books.DroppedByInterface} dropped for want of room, {books.DroppedBySystem} dropped by the kernel");
        var unread = Unread(books);
        return unread > 0 ? text + FormattableString.Invariant($", {unread} not read when the device was closed") : text;
    }

    /// <summary>What was accepted, not lost, and still in the device when it was closed.</summary>
    public static long Unread(CaptureStatistics books) =>
        Math.Max(0, (long)((books.Accepted ?? 0) - (books.Delivered ?? 0) - (books.DroppedByInterface ?? 0)));

    private static string Count(long packets) => packets == 1 ? "1 packet" : packets.ToString(CultureInfo.InvariantCulture) + " packets";
}
