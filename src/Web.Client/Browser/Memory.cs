using System.Runtime.InteropServices.JavaScript;

namespace WebCap.Client.Browser;

/// <summary>Choices that this browser keeps from one visit to the next: <c>js/memory.js</c>.</summary>
internal static partial class Memory
{
    internal const string Module = "memory";

    /// <summary>What was kept under a name; null when nothing is, or when the browser forbids storage.</summary>
    [JSImport("recall", Module)]
    internal static partial string? Recall(string name);

    /// <summary>Keeps a value, or forgets it when it is null.</summary>
    [JSImport("keep", Module)]
    internal static partial void Keep(string name, string? value);
}
