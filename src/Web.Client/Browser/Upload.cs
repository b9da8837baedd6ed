using System.Runtime.InteropServices.JavaScript;

namespace WebCap.Client.Browser;

/// <summary>Files that a person drops or chooses, and their way to the server: <c>js/upload.js</c>. Their bytes do not pass through here.</summary>
internal static partial class Upload
{
    internal const string Module = "upload";

    [JSImport("attach", Module)]
    internal static partial void Attach(string id, [JSMarshalAs<JSType.Function<JSType.String>>] Action<string> onFile);

    [JSImport("detach", Module)]
    internal static partial void Detach(string id);

    /// <summary>Sends the file that came last and returns the status on the first line and the body after it; status 0 when no answer came.</summary>
    [JSImport("send", Module)]
    internal static partial Task<string> SendAsync(string id, string path, [JSMarshalAs<JSType.Function<JSType.Number>>] Action<double> onProgress);
}
