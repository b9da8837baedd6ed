namespace WebCap.Security;

/// <summary>A token's limits as the API shows them.</summary>
/// <param name="Interfaces">On which it may open, watch and control devices; null for all.</param>
/// <param name="Filter">What a frame has to pass before the user's own filter; empty for none.</param>
/// <param name="SnapLength">Bytes of a frame that its devices capture, at most; null for all.</param>
/// <param name="MayDownload">Whether it may take packets away as files.</param>
internal sealed record LimitsView(IReadOnlyList<string>? Interfaces, string Filter, uint? SnapLength, bool MayDownload)
{
    public static LimitsView Of(AccessLimits limits) => new(limits.Interfaces, limits.Filter, limits.SnapLength, limits.MayDownload);
}
