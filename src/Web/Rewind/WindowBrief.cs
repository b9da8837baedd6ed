namespace WebCap.Rewind;

/// <summary>What an interface has of the past, for whoever is about to open a device on it.</summary>
/// <param name="Id">The window's number.</param>
/// <param name="Packets">Packets it has now.</param>
/// <param name="Bytes">Their bytes, headers included.</param>
/// <param name="Seconds">How far back the oldest is.</param>
internal sealed record WindowBrief(long Id, long Packets, long Bytes, double Seconds)
{
    /// <summary>Null when the interface keeps no window, or it waits.</summary>
    public static WindowBrief? Of(RewindWindows windows, string interfaceName, TimeProvider time)
    {
        if (windows.List().FirstOrDefault(state => state.Window is not null && state.Kept.Settings.Interface == interfaceName) is not { } state) return null;
        var books = state.Window!.Log.GetBooks();
        return new WindowBrief(state.Kept.Id, books.Packets, books.Bytes, WindowView.SecondsOf(books, time));
    }
}
