namespace WebCap.Audit;

/// <summary>A page of the audit log.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Next">What to pass as <c>before</c> for the next page; null after the last.</param>
/// <param name="Lost">Entries that could not be kept since the service started.</param>
/// <param name="FailedWrites">Writes that the database refused since then; each was tried again.</param>
internal sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, long? Next, long Lost, long FailedWrites);
