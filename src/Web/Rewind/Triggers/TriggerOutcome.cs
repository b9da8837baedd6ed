namespace WebCap.Rewind.Triggers;

/// <summary>What came of a trigger's firings since the service started.</summary>
/// <param name="Fired">How often it fired.</param>
/// <param name="Failed">How often nothing could be saved.</param>
/// <param name="LastFiredAt">The time of the last packet that fired it; null when none has.</param>
/// <param name="LastRecording">The recording of the last time; null when there is none.</param>
/// <param name="Problem">Why the last time nothing could be saved; empty when something was.</param>
/// <param name="Webhook">What became of the last call of the webhook; empty before the first.</param>
internal sealed record TriggerOutcome(long Fired, long Failed, DateTimeOffset? LastFiredAt, long? LastRecording, string Problem, string Webhook)
{
    public static TriggerOutcome None { get; } = new(0, 0, null, null, "", "");
}
