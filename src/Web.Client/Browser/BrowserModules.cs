using System.Runtime.InteropServices.JavaScript;

namespace WebCap.Client.Browser;

/// <summary>Loads the JavaScript halves of this folder, all at the same time; the classes may be used once that is done.</summary>
internal static class BrowserModules
{
    private static readonly string[] Names = [Download.Module, Http.Module, Keys.Module, Layout.Module, Memory.Module, PageAddress.Module, Rows.Module, SignalR.Module, Upload.Module];

    // The path is relative to _framework/dotnet.js, which does the import.
    public static Task LoadAsync() => Task.WhenAll(Array.ConvertAll(Names, name => (Task)JSHost.ImportAsync(name, $"../js/{name}.js")));
}
