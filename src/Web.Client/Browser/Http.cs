using System.Runtime.InteropServices.JavaScript;

namespace WebCap.Client.Browser;

/// <summary>The browser's fetch. Smaller by a tenth of a megabyte than HttpClient, which would end there too.</summary>
internal static partial class Http
{
    internal const string Module = "http";

    /// <summary>Sends a request and returns the status on the first line and the body after it; status 0 when no answer came.</summary>
    [JSImport("send", Module)]
    internal static partial Task<string> SendAsync(string method, string path, string? json);
}
