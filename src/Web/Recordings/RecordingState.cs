namespace WebCap.Recordings;

/// <summary>Where a recording is in its life.</summary>
internal enum RecordingState
{
    /// <summary>A standing recording whose interface cannot be opened now; it is tried again every few seconds.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Recording,

    /// <summary>It ended as it was meant to: somebody stopped it, a limit was reached, the interface went, the service stopped.</summary>
    Stopped,

    /// <summary>It could not go on: the disk is full, a file cannot be written.</summary>
    Failed,

    /// <summary>The service ended without stopping it. Its last file was cut behind its last whole packet.</summary>
    Interrupted,
}
