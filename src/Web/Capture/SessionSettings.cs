namespace WebCap.Capture;

/// <summary>What was asked of a device in words that the device itself does not keep.</summary>
/// <param name="Filter">The filter expression that its program was compiled from; empty for none.</param>
/// <param name="SnapLength">Bytes that the program asks to keep of each frame.</param>
/// <param name="Lease">How long the device stays open unwatched; zero for ever.</param>
internal sealed record SessionSettings(string Filter, uint SnapLength, TimeSpan Lease);
