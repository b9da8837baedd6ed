using Packet.Dissect;

namespace WebCap.Client.Feed;

/// <summary>Finds the server's own sentence in what the SignalR client reports.</summary>
internal static class HubError
{
    private const string Mark = "HubException: ";

    /// <summary><c>ENXIO: sentence</c> as the server wrote it, without the client's words around it; null for no error.</summary>
    public static string? Sentence(string? error)
    {
        if (string.IsNullOrEmpty(error)) return null;
        var at = error.IndexOf(Mark, StringComparison.Ordinal);
        return DisplayText.Escape(at < 0 ? error : error[(at + Mark.Length)..]);
    }
}
