namespace WebCap.Capture;

/// <summary>What was asked of a device in words that the device itself does not keep.</summary>
/// <param name="Filter">The filter expression that its program was compiled from; empty for none.</param>
/// <param name="SnapLength">Bytes that the program asks to keep of each frame.</param>
/// <param name="OwnTraffic">A term that leaves out the traffic between the service and who opened the device; empty for none.</param>
/// <param name="Lease">How long the device stays open unwatched; zero for ever.</param>
internal sealed record SessionSettings(string Filter, uint SnapLength, string OwnTraffic, TimeSpan Lease)
{
    /// <summary>The filter that limits whoever opened the device, and that a frame has to pass first; empty for none.</summary>
    public string Guard { get; init; } = "";

    /// <summary>What the device really captures.</summary>
    public string EffectiveFilter => (Guard, Capture.OwnTraffic.Join(Filter, OwnTraffic)) switch
    {
        ("", var asked) => asked,
        (_, "") => Guard,
        var (guard, asked) => $"({guard}) and ({asked})",
    };
}
