namespace WebCap.Rewind;

/// <summary>What whoever opens a device wants of the past.</summary>
/// <param name="Window">Where it is.</param>
/// <param name="Span">How far back.</param>
/// <param name="MostBytes">The newest so many bytes of records, at most.</param>
internal sealed record PastRequest(RewindWindow Window, TimeSpan Span, long MostBytes);
