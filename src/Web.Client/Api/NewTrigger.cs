namespace WebCap.Client.Api;

/// <summary>The body of <c>POST /api/rewind/windows/ID/triggers</c>.</summary>
public sealed record NewTrigger
{
    public required string Name { get; init; }

    public string Filter { get; init; } = "";

    public int PerSecond { get; init; }

    public int BeforeSeconds { get; init; }

    public int AfterSeconds { get; init; }

    public string Webhook { get; init; } = "";
}
