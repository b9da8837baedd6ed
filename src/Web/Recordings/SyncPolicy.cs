namespace WebCap.Recordings;

/// <summary>
/// When what a recording has written must be on the disk. Until then it is in the system's cache: an end of the process loses nothing of that,
/// an end of the machine does.
/// </summary>
internal enum SyncPolicy
{
    /// <summary>When the system sees fit, as every capture tool has it.</summary>
    None,

    /// <summary>Once a second, beside the writing.</summary>
    Second,

    /// <summary>After every write, before the next batch is taken.</summary>
    Write,
}
