using System.Runtime.InteropServices.JavaScript;

namespace WebCap.Client.Browser;

/// <summary>A file that the page makes and the browser saves: <c>js/download.js</c>. One at a time.</summary>
internal static partial class Download
{
    internal const string Module = "download";

    [JSImport("begin", Module)]
    internal static partial void Begin();

    [JSImport("append", Module)]
    internal static partial void Append([JSMarshalAs<JSType.MemoryView>] Span<byte> bytes);

    /// <summary>Returns the file's size in bytes.</summary>
    [JSImport("finish", Module)]
    internal static partial double Finish(string name, string type);
}
