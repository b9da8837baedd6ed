namespace WebCap.Audit;

/// <summary>How much the audit log keeps; whichever bound is reached first, its oldest entries go.</summary>
internal sealed record AuditOptions
{
    /// <summary>Entries; some 200 bytes each on disk.</summary>
    public int Entries { get; init; } = 1_000_000;

    /// <summary>How long an entry is kept; zero for as long as there is room.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(365);
}
