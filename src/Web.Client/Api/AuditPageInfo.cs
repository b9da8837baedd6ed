namespace WebCap.Client.Api;

/// <summary>A page of <c>GET /api/audit</c>.</summary>
public sealed record AuditPageInfo
{
    /// <summary>Newest first.</summary>
    public IReadOnlyList<AuditEntryInfo> Entries { get; init; } = [];

    /// <summary>Where the next page begins; null after the last.</summary>
    public long? Next { get; init; }

    /// <summary>Entries that could not be kept since the service started.</summary>
    public long Lost { get; init; }

    /// <summary>Writes that the database refused since then.</summary>
    public long FailedWrites { get; init; }
}
