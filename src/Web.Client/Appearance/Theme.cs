using System.Runtime.InteropServices.JavaScript;

namespace WebCap.Client.Appearance;

/// <summary>
/// The colour theme: <c>light</c>, <c>dark</c>, or <c>system</c> to follow the device. The choice lives in the browser's local storage,
/// where <c>js/theme.js</c> reads it before the first paint; this side only asks and changes it.
/// </summary>
internal static partial class Theme
{
    private const string ModuleName = "appearance";

    /// <summary>Loads the JavaScript half; the other members may be called once it has completed.</summary>
    // The path is relative to _framework/dotnet.js, which does the import.
    public static Task LoadAsync() => JSHost.ImportAsync(ModuleName, "../js/appearance.js");

    [JSImport("getTheme", ModuleName)]
    public static partial string Get();

    [JSImport("setTheme", ModuleName)]
    public static partial void Set(string theme);
}
