namespace WebCap.Recordings;

/// <summary>A file of a recording cannot be written. The message is a sentence for a person.</summary>
internal sealed class RecordingWriteException : Exception
{
    // errno(3) on Linux, which .NET hands on as the exception's HResult.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    private const long Mi = 1024 * 1024;

    public RecordingWriteException(Exception cause)
        : base(Describe(cause), cause)
    {
    }

    /// <summary>Nothing has failed yet, and nothing shall.</summary>
    public RecordingWriteException(long freeBytes, long keepFreeBytes)
        : base($"The disk of the recordings has {freeBytes / Mi} MiB left, and {keepFreeBytes / Mi} MiB are to be kept free (--recording-keep-free).")
    {
    }

    /// <summary>What a write throws when the system refuses it. A file that is as large as it may be (EFBIG) is, to .NET, an offset out of range.</summary>
    public static bool IsOfWriting(Exception fault) => fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    private static string Describe(Exception cause) => cause.HResult switch
    {
        _ when cause is ArgumentOutOfRangeException => "The file has reached the largest size that the system allows it.",
        NoSpace => "The disk of the recordings is full.",
        QuotaExceeded => "The disk quota of the recordings is used up.",
        _ => $"The file cannot be written: {cause.Message}",
    };
}
