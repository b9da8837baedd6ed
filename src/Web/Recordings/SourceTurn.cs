namespace WebCap.Recordings;

/// <summary>What became of one look at a source.</summary>
/// <param name="LengthBytes">Bytes of records that it brought; 0 when there was nothing.</param>
/// <param name="HasMore">Whether it pays to look again at once.</param>
/// <param name="End">Why nothing more will come; null while something may.</param>
internal readonly record struct SourceTurn(int LengthBytes, bool HasMore = false, RecordingEnd? End = null);
