namespace WebCap.Client.Api;

/// <summary>One thing that somebody did.</summary>
public sealed record AuditEntryInfo
{
    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    public string User { get; init; } = "";

    public string Role { get; init; } = "";

    public string Address { get; init; } = "";

    public string Action { get; init; } = "";

    public string Target { get; init; } = "";

    public string Detail { get; init; } = "";
}
