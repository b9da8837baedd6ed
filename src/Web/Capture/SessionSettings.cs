namespace WebCap.Capture;

/// <summary>What was asked of a device in words that the device itself does not keep.</summary>
/// <param name="Filter">The filter expression that its program was compiled from; empty for none.</param>
/// <param name="SnapLength">Bytes that the program asks to keep of each frame.</param>
/// <param name="OwnTraffic">A term that leaves out the traffic between the service and who opened the device; empty for none.</param>
/// <param name="Lease">How long the device stays open unwatched; zero for ever.</param>
internal sealed record SessionSettings(string Filter, uint SnapLength, string OwnTraffic, TimeSpan Lease)
{
    /// <summary>The filter came as a program by ioctl; <see cref="Filter"/> is empty and says nothing.</summary>
    public bool IsProgram { get; init; }

    /// <summary>What the program was really compiled from.</summary>
    public string EffectiveFilter => Capture.OwnTraffic.Join(Filter, OwnTraffic);
}
