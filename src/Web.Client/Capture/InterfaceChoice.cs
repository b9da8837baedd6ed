using WebCap.Client.Api;

namespace WebCap.Client.Capture;

/// <summary>Which interface the page proposes.</summary>
internal static class InterfaceChoice
{
    private const string Loopback = "lo";

    /// <summary>
    /// The one asked for, if the server has it; else the first live interface that is up, is no loopback and can be opened; else a replay, which always has
    /// something to show; else whatever can be opened; else the first of all, so that its reason can be read.
    /// </summary>
    public static InterfaceInfo? Propose(IReadOnlyList<InterfaceInfo> interfaces, string? askedFor)
        => First(interfaces, each => each.Name == askedFor)
           ?? First(interfaces, each => each is { Kind: "live", IsUp: true, Unavailable: null } && each.Name != Loopback)
           ?? First(interfaces, each => each is { Kind: "replay", Unavailable: null })
           ?? First(interfaces, each => each.Unavailable is null)
           ?? (interfaces.Count > 0 ? interfaces[0] : null);

    private static InterfaceInfo? First(IReadOnlyList<InterfaceInfo> interfaces, Func<InterfaceInfo, bool> suits)
    {
        foreach (var each in interfaces)
        {
            if (suits(each)) return each;
        }

        return null;
    }
}
