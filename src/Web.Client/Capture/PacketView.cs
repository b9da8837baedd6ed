using WebCap.Client.Store;

namespace WebCap.Client.Capture;

/// <summary>
/// The part of the store that the list shows. Pausing stops the list, not the capture: what comes meanwhile is kept and counted, and is there when the list goes on.
/// </summary>
internal sealed class PacketView(PacketStore store)
{
    private long? pausedEnd;

    /// <summary>Shows times of day instead of seconds since the first packet.</summary>
    public bool ShowsTimeOfDay { get; set; }

    /// <summary>True while the list stands still.</summary>
    public bool IsPaused => pausedEnd is not null;

    /// <summary>The first row shown.</summary>
    public long FirstRow => store.FirstRow;

    /// <summary>The row after the last one shown.</summary>
    public long EndRow => pausedEnd is { } end ? Math.Max(end, store.FirstRow) : store.EndRow;

    /// <summary>Rows that came since the pause.</summary>
    public long UnseenRows => store.EndRow - EndRow;

    /// <summary>Stops the list.</summary>
    public void Pause() => pausedEnd = store.EndRow;

    /// <summary>Lets the list go on.</summary>
    public void Resume() => pausedEnd = null;
}
