namespace Bpf.Wire.Files;

/// <summary>
/// Why a capture file could be read no further. Data, not an exception: the packets in front of it are good and were delivered.
/// </summary>
/// <param name="Kind">What a caller acts on.</param>
/// <param name="Offset">The byte of the file that is wrong or missing, counted from 0.</param>
/// <param name="Reason">A sentence for a person; it names the offset where that helps, and holds printable ASCII only.</param>
public sealed record CaptureFault(CaptureFaultKind Kind, long Offset, string Reason)
{
    /// <summary>The same as an exception, for callers that refuse the whole file.</summary>
    public CaptureFormatException ToException() => new(this);
}
