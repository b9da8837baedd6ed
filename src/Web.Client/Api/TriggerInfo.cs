namespace WebCap.Client.Api;

/// <summary>A trigger of a rewind window, as <c>GET /api/rewind/windows/ID/triggers</c> lists it.</summary>
public sealed record TriggerInfo
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary><c>watching</c>, <c>waiting</c> or <c>broken</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>Why it cannot watch.</summary>
    public string Reason { get; init; } = "";

    public string Filter { get; init; } = "";

    /// <summary>It fires when more than this match within a second; 0 for each that does.</summary>
    public int PerSecond { get; init; }

    public int BeforeSeconds { get; init; }

    public int AfterSeconds { get; init; }

    public string Format { get; init; } = "";

    /// <summary>The host that is told; empty for none.</summary>
    public string Webhook { get; init; } = "";

    public string User { get; init; } = "";

    public long Matches { get; init; }

    public long Fired { get; init; }

    public long Suppressed { get; init; }

    public long Failed { get; init; }

    public long Unseen { get; init; }

    public DateTimeOffset? LastFiredAt { get; init; }

    public long? LastRecording { get; init; }

    /// <summary>Why the last time nothing could be saved.</summary>
    public string Problem { get; init; } = "";

    /// <summary>What came of the last call of the webhook.</summary>
    public string WebhookResult { get; init; } = "";
}
