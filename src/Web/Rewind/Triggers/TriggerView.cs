using WebCap.Downloads;

namespace WebCap.Rewind.Triggers;

/// <summary>A trigger as the API shows it. What it counts begins with the service.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Window">The number of the window that it watches and saves.</param>
/// <param name="Name">What people call it.</param>
/// <param name="State">watching; waiting, while its window does; broken, when <paramref name="Reason"/> keeps it from watching.</param>
/// <param name="Reason">Why it cannot watch; empty when it can.</param>
/// <param name="Filter">What it looks for.</param>
/// <param name="PerSecond">It fires when more than this match within a second; 0 for each that does.</param>
/// <param name="BeforeSeconds">How much before the packet is saved.</param>
/// <param name="AfterSeconds">How much after it.</param>
/// <param name="CooldownSeconds">How long it does not fire again.</param>
/// <param name="PerHour">How often it fires within an hour at most.</param>
/// <param name="Format">pcapng or pcap.</param>
/// <param name="Webhook">The host that is told, with its scheme and port; the rest may be a secret and is not shown. Empty for none.</param>
/// <param name="User">Who made it.</param>
/// <param name="MadeAt">When.</param>
/// <param name="Matches">Packets that its filter accepted.</param>
/// <param name="Fired">How often it fired.</param>
/// <param name="Suppressed">Packets that would have fired it, had it not just fired or fired often enough.</param>
/// <param name="Failed">How often it fired and nothing could be saved.</param>
/// <param name="Unseen">Packets of the window that it came too late for.</param>
/// <param name="LastFiredAt">The time of the last packet that fired it.</param>
/// <param name="LastRecording">The number of the last recording.</param>
/// <param name="Problem">Why the last time nothing could be saved; empty when something was.</param>
/// <param name="WebhookResult">What came of the last call of the webhook; empty before the first.</param>
internal sealed record TriggerView(
    long Id,
    long Window,
    string Name,
    string State,
    string Reason,
    string Filter,
    int PerSecond,
    int BeforeSeconds,
    int AfterSeconds,
    int CooldownSeconds,
    int PerHour,
    string Format,
    string Webhook,
    string User,
    DateTimeOffset MadeAt,
    long Matches,
    long Fired,
    long Suppressed,
    long Failed,
    long Unseen,
    DateTimeOffset? LastFiredAt,
    long? LastRecording,
    string Problem,
    string WebhookResult)
{
    public static TriggerView Of(Trigger trigger, bool isWindowKept)
    {
        var (kept, settings, outcome) = (trigger.Kept, trigger.Kept.Settings, trigger.Outcome);
        return new TriggerView(
            kept.Id,
            kept.WindowId,
            settings.Name,
            trigger.Fault is not null ? "broken" : isWindowKept ? "watching" : "waiting",
            trigger.Fault ?? "",
            settings.Filter,
            settings.PerSecond,
            settings.BeforeSeconds,
            settings.AfterSeconds,
            settings.CooldownSeconds,
            settings.PerHour,
            CaptureFormats.ExtensionOf(settings.Format),
            settings.Webhook?.GetLeftPart(UriPartial.Authority) ?? "",
            kept.User,
            kept.MadeAt,
            trigger.Matches,
            outcome.Fired,
            trigger.Suppressed,
            outcome.Failed,
            trigger.Unseen,
            outcome.LastFiredAt,
            outcome.LastRecording,
            outcome.Problem,
            outcome.Webhook);
    }
}
