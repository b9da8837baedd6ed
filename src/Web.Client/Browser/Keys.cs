using System.Runtime.InteropServices.JavaScript;

namespace WebCap.Client.Browser;

/// <summary>Keys that a part of the page acts on instead of the browser: <c>js/keys.js</c>.</summary>
internal static partial class Keys
{
    internal const string Module = "keys";

    /// <summary>The id that stands for the whole page.</summary>
    internal const string Page = "document";

    [JSImport("attach", Module)]
    internal static partial void Attach(string id, string keys, [JSMarshalAs<JSType.Function<JSType.String>>] Action<string> onKey);

    [JSImport("detach", Module)]
    internal static partial void Detach(string id);
}
