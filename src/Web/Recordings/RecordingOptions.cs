namespace WebCap.Recordings;

/// <summary>The bounds of recordings. Each is an option of the service.</summary>
internal sealed record RecordingOptions
{
    /// <summary>Where the files are; empty for the folder <c>recordings</c> in the data folder.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Recordings that run at once; each has a thread, a device and its buffers.</summary>
    public int Count { get; init; } = 8;

    /// <summary>
    /// Each of the two buffers of a recording's device, and so what a disk may stall: at 100 MB/s, a full fast Ethernet of them is 160 ms.
    /// Only as much of it as is filled between two turns is ever touched.
    /// </summary>
    public int BufferBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>A recording ends rather than leave the disk with less than this.</summary>
    public long KeepFreeBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Bytes of all recordings together, beyond which the oldest that have ended are deleted; 0 for no such bound.</summary>
    public long TotalBytes { get; init; }

    /// <summary>Age at which a recording that has ended is deleted; zero for never.</summary>
    public TimeSpan MaxAge { get; init; }

    /// <summary>How often the catalogue is told how far a recording has come. What a kill leaves behind that is scanned at the next start.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(5);
}
