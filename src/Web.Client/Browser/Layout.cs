using System.Runtime.InteropServices.JavaScript;

namespace WebCap.Client.Browser;

/// <summary>Splitters and popovers: <c>js/layout.js</c>.</summary>
internal static partial class Layout
{
    internal const string Module = "layout";

    [JSImport("attachSplitter", Module)]
    internal static partial void AttachSplitter(string id);
}
