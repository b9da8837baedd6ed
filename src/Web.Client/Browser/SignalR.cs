using System.Runtime.InteropServices.JavaScript;

namespace WebCap.Client.Browser;

/// <summary>The SignalR client, <c>js/feed.js</c>. Callbacks come on the page's one thread.</summary>
internal static partial class SignalR
{
    internal const string Module = "feed";

    [JSImport("connect", Module)]
    internal static partial void Connect(string url, [JSMarshalAs<JSType.Function<JSType.String, JSType.String>>] Action<string, string> onState);

    [JSImport("retry", Module)]
    internal static partial void Retry();

    [JSImport("disconnect", Module)]
    internal static partial Task DisconnectAsync();

    /// <summary><paramref name="onItem"/> is told an item's length and takes the item with <see cref="Take"/> before it returns.</summary>
    [JSImport("watch", Module)]
    internal static partial int Watch(
        int minor,
        string? sessionId,
        [JSMarshalAs<JSType.Number>] long nextRecord,
        [JSMarshalAs<JSType.Function<JSType.Number>>] Action<int> onItem,
        [JSMarshalAs<JSType.Function<JSType.String>>] Action<string?> onEnd);

    [JSImport("counters", Module)]
    internal static partial int Counters(
        [JSMarshalAs<JSType.Function<JSType.Number>>] Action<int> onItem,
        [JSMarshalAs<JSType.Function<JSType.String>>] Action<string?> onEnd);

    [JSImport("processes", Module)]
    internal static partial int Processes(
        [JSMarshalAs<JSType.Function<JSType.Number>>] Action<int> onItem,
        [JSMarshalAs<JSType.Function<JSType.String>>] Action<string?> onEnd);

    [JSImport("end", Module)]
    internal static partial void End(int stream);

    [JSImport("take", Module)]
    internal static partial void Take([JSMarshalAs<JSType.MemoryView>] Span<byte> destination);
}
