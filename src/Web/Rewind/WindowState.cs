namespace WebCap.Rewind;

/// <summary>A window as it is now.</summary>
/// <param name="Kept">What was asked for.</param>
/// <param name="Window">What runs; null while it waits.</param>
/// <param name="Reason">Why it waits; empty while it runs.</param>
internal sealed record WindowState(KeptWindow Kept, RewindWindow? Window, string Reason);
