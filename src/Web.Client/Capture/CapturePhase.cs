namespace WebCap.Client.Capture;

/// <summary>What the capture page is doing.</summary>
public enum CapturePhase
{
    /// <summary>Nothing captured yet.</summary>
    Idle,

    /// <summary>A device is being opened.</summary>
    Opening,

    /// <summary>Packets of a device come in.</summary>
    Watching,

    /// <summary>A capture is over; its packets are still there.</summary>
    Ended,
}
