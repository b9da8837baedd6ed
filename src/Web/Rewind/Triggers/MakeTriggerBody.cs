using System.Diagnostics.CodeAnalysis;
using Bpf.Engine.Device;
using Bpf.Wire.Files;
using WebCap.Capture;
using WebCap.Downloads;

namespace WebCap.Rewind.Triggers;

/// <summary>What POST /api/rewind/windows/ID/triggers takes; the name, and a filter or perSecond, must be given.</summary>
internal sealed record MakeTriggerBody(
    string? Name, string? Filter, long? PerSecond, long? BeforeSeconds, long? AfterSeconds, long? CooldownSeconds, long? PerHour, string? Format, string? Webhook)
{
    private const int LongestName = 64;
    private const int MostPerSecond = 100_000_000;
    private const int LongestBefore = 7 * 86400;
    private const int LongestAfter = 3600;
    private const int LongestCooldown = 86400;
    private const int MostPerHour = 1000;
    private const int LongestWebhook = 2048;

    /// <summary>Checks what was sent; the refusal names what is wrong and what is allowed.</summary>
    public bool TryCheck([NotNullWhen(true)] out TriggerSettings? settings, [NotNullWhen(false)] out Refusal? refusal)
    {
        settings = null;
        refusal = Check() is { } fault ? new Refusal(Errno.EINVAL, "trigger", fault) : null;
        if (refusal is not null) return false;
        var after = (int?)AfterSeconds ?? TriggerSettings.DefaultAfterSeconds;
        settings = new TriggerSettings
        {
            Name = Name!.Trim(),
            Filter = Filter?.Trim() ?? "",
            PerSecond = (int?)PerSecond ?? 0,
            BeforeSeconds = (int?)BeforeSeconds ?? TriggerSettings.DefaultBeforeSeconds,
            AfterSeconds = after,
            CooldownSeconds = (int?)CooldownSeconds ?? Math.Max(after, TriggerSettings.DefaultCooldownSeconds),
            PerHour = (int?)PerHour ?? TriggerSettings.DefaultPerHour,
            Format = CaptureFormats.Named(Format, CaptureFileFormat.Pcapng),
            Webhook = string.IsNullOrWhiteSpace(Webhook) ? null : new Uri(Webhook.Trim()),
        };
        return true;
    }

    private string? Check() => this switch
    {
        _ when string.IsNullOrWhiteSpace(Name) => "The body gives the trigger no name: { \"name\": \"resets\", \"filter\": \"tcp[tcpflags] & tcp-rst != 0\" }.",
        _ when Name!.Length > LongestName || Name.Any(char.IsControl) => $"name must have at most {LongestName} characters, and none that controls a terminal.",
        { PerSecond: < 0 or > MostPerSecond } => $"perSecond must be 0 (each packet that matches) to {MostPerSecond}.",
        { PerSecond: null or 0 } when string.IsNullOrWhiteSpace(Filter) => "A trigger needs a filter, or perSecond, or both: else every packet would fire it.",
        { BeforeSeconds: < 0 or > LongestBefore } => $"beforeSeconds must be 0 to {LongestBefore}.",
        { AfterSeconds: < 0 or > LongestAfter } => $"afterSeconds must be 0 to {LongestAfter}.",
        { CooldownSeconds: < 1 or > LongestCooldown } => $"cooldownSeconds must be 1 to {LongestCooldown}.",
        _ when CooldownSeconds < (AfterSeconds ?? TriggerSettings.DefaultAfterSeconds) => "cooldownSeconds must not be less than afterSeconds: a trigger saves one stretch at a time.",
        { PerHour: < 1 or > MostPerHour } => $"perHour must be 1 to {MostPerHour}.",
        { Format: not (null or "pcapng" or "pcap") } => "format must be \"pcapng\" or \"pcap\".",
        _ when !string.IsNullOrWhiteSpace(Webhook) && !IsWebAddress(Webhook.Trim()) =>
            $"webhook must be an address with http or https of at most {LongestWebhook} characters, without a name or password in front of the host.",
        _ => null,
    };

    private static bool IsWebAddress(string text) =>
        text.Length <= LongestWebhook
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.UserInfo.Length == 0;
}
