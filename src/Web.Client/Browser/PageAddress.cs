using System.Runtime.InteropServices.JavaScript;

namespace WebCap.Client.Browser;

/// <summary>The parts of the page's address and screen that Blazor has no word for: <c>js/page.js</c>.</summary>
internal static partial class PageAddress
{
    internal const string Module = "page";

    /// <summary>The token in the address's fragment, which is removed from the address; null when there is none.</summary>
    [JSImport("takeToken", Module)]
    internal static partial string? TakeToken();

    /// <summary>Puts a text on the clipboard; false when the browser forbids it.</summary>
    [JSImport("copy", Module)]
    internal static partial Task<bool> CopyAsync(string text);

    /// <summary>Has the browser save what an address of the server answers.</summary>
    [JSImport("save", Module)]
    internal static partial void Save(string address);

    /// <summary>Moves the keyboard to the element with an id.</summary>
    [JSImport("focus", Module)]
    internal static partial void Focus(string id);

    /// <summary>Scrolls the element with an id into view, as little as possible.</summary>
    [JSImport("reveal", Module)]
    internal static partial void Reveal(string id);

    /// <summary>Shows an open <c>dialog</c> element above the page.</summary>
    [JSImport("showDialog", Module)]
    internal static partial void ShowDialog(string id);

    /// <summary>Closes a popover or dialog.</summary>
    [JSImport("close", Module)]
    internal static partial void Close(string id);
}
