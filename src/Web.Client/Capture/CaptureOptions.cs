namespace WebCap.Client.Capture;

/// <summary>How the next device is opened, and how much of it this page keeps.</summary>
internal sealed class CaptureOptions
{
    /// <summary>Sizes of each of a device's two buffers that the page offers.</summary>
    public static readonly int[] BufferChoices = [64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20];

    /// <summary>Limits of the packet store that the page offers, in MiB.</summary>
    public static readonly int[] KeepChoicesMiB = [64, 128, 256, 512];

    /// <summary>How much of an interface's window the page offers to begin with, in seconds; a week is more than any window has.</summary>
    public static readonly (int Seconds, string Text)[] RewindChoices =
        [(0, "now"), (10, "the last 10 seconds"), (60, "the last minute"), (300, "the last 5 minutes"), (1800, "the last half hour"), (7 * 86400, "all that is kept")];

    /// <summary>Begins with so many seconds of the past, where the interface keeps a window.</summary>
    public int RewindSeconds { get; set; }

    /// <summary>Frames of others on the wire too.</summary>
    public bool IsPromiscuous { get; set; }

    /// <summary>Each packet at once, not a buffer at a time.</summary>
    public bool IsImmediate { get; set; }

    /// <summary>Without the connection between this page and the service, which would feed itself.</summary>
    public bool LeavesOutOwnTraffic { get; set; } = true;

    /// <summary>Bytes of each of the device's two buffers.</summary>
    public int BufferBytes { get; set; } = 1 << 20;

    /// <summary>Bytes kept of each frame: 262,144 is more than any frame has.</summary>
    public int SnapLength { get; set; } = 262_144;
}
