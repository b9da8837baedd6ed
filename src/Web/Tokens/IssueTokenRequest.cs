namespace WebCap.Tokens;

/// <param name="Name">Who it is for.</param>
/// <param name="Role">viewer, operator or administrator.</param>
/// <param name="Days">How long it works.</param>
/// <param name="Interfaces">On which it may open, watch and control devices; left out for all.</param>
/// <param name="Filter">What a frame has to pass before the user's own filter; left out for none.</param>
/// <param name="SnapLength">Bytes of a frame that its devices capture, at most; left out for all.</param>
/// <param name="MayDownload">Whether it may take packets away as files; left out, operators may and viewers may not.</param>
internal sealed record IssueTokenRequest(
    string? Name, string? Role, int Days, IReadOnlyList<string?>? Interfaces, string? Filter, long? SnapLength, bool? MayDownload);
