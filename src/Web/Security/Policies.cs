namespace WebCap.Security;

/// <summary>
/// Names for <c>RequireAuthorization</c>. An endpoint that names none needs a signed-in user (the fallback policy); one that anybody may
/// call says <c>AllowAnonymous</c>.
/// </summary>
internal static class Policies
{
    /// <summary>Any role.</summary>
    public const string Viewer = nameof(Viewer);

    /// <summary>Whoever may take packets away as files: <see cref="AccessLimits.MayDownload"/>.</summary>
    public const string Download = nameof(Download);

    /// <summary>Operators and administrators.</summary>
    public const string Operator = nameof(Operator);

    /// <summary>Administrators only.</summary>
    public const string Administrator = nameof(Administrator);
}
