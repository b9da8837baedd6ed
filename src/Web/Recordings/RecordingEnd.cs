namespace WebCap.Recordings;

/// <summary>How a run ended.</summary>
/// <param name="State"><see cref="RecordingState.Stopped"/> or <see cref="RecordingState.Failed"/>.</param>
/// <param name="Reason">A sentence for a person.</param>
/// <param name="MayGoOn">Whether a standing recording starts again: nobody stopped it and no limit was reached.</param>
internal sealed record RecordingEnd(RecordingState State, string Reason, bool MayGoOn);
