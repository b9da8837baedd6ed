using WebCap.Recordings;

namespace WebCap.Rewind.Triggers;

/// <summary>The body of a webhook call, as JSON.</summary>
/// <param name="Event"><c>fired</c>, then <c>saved</c> when the recording has ended; <c>failed</c> when there is none.</param>
/// <param name="Trigger">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Condition">What it waits for.</param>
/// <param name="Window">The window's number.</param>
/// <param name="Interface">Whose packets.</param>
/// <param name="At">The time of the packet that fired it.</param>
/// <param name="Matches">Packets that matched since the service started.</param>
/// <param name="Suppressed">Those that would have fired it, had it not just fired.</param>
/// <param name="Recording">What is saved; null when nothing could be.</param>
/// <param name="Problem">Why nothing could be saved; empty when something is.</param>
internal sealed record WebhookCall(
    string Event,
    long Trigger,
    string Name,
    string Condition,
    long Window,
    string Interface,
    DateTimeOffset At,
    long Matches,
    long Suppressed,
    WebhookRecording? Recording,
    string Problem);

/// <summary>The recording that a webhook is told of.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Path">Where it is in the API.</param>
/// <param name="State">recording, stopped or failed.</param>
/// <param name="Packets">Packets in it so far.</param>
/// <param name="Dropped">Packets that the window had lost.</param>
/// <param name="LengthBytes">The length of its file so far.</param>
internal sealed record WebhookRecording(long Id, string Path, RecordingState State, long Packets, long Dropped, long LengthBytes);
