namespace WebCap.Client.Capture;

/// <summary>What an address of the capture page says: <c>/?i=lo&amp;f=tcp+port+80</c>.</summary>
/// <param name="Interface">The interface to propose; null when the address names none.</param>
/// <param name="Filter">The capture filter to propose; empty when the address has none.</param>
internal readonly record struct CaptureAddress(string? Interface, string Filter)
{
    /// <summary>Reads the query of an absolute address.</summary>
    public static CaptureAddress Parse(string address)
    {
        string? name = null;
        var filter = "";
        var start = address.IndexOf('?', StringComparison.Ordinal);
        if (start < 0) return new CaptureAddress(null, "");
        var end = address.IndexOf('#', start);
        var query = end < 0 ? address[(start + 1)..] : address[(start + 1)..end];
        foreach (var pair in query.Split('&'))
        {
            if (pair.StartsWith("i=", StringComparison.Ordinal)) name = Decode(pair[2..]);
            else if (pair.StartsWith("f=", StringComparison.Ordinal)) filter = Decode(pair[2..]);
        }

        return new CaptureAddress(name, filter);
    }

    /// <summary>The address, relative to the page's base.</summary>
    public override string ToString()
    {
        var query = "";
        if (!string.IsNullOrEmpty(Interface)) query = "?i=" + Encode(Interface);
        if (!string.IsNullOrWhiteSpace(Filter)) query += (query.Length == 0 ? "?f=" : "&f=") + Encode(Filter);
        return query.Length == 0 ? "./" : query;
    }

    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
