using WebCap.Security;

namespace WebCap.Storage;

/// <summary>A token as the database has it: everything but the token.</summary>
/// <param name="Id">Its number; never used again.</param>
/// <param name="Kind">How it came to be.</param>
/// <param name="Name">Who it is for; the name of its user.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Hash">Its SHA-256.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
/// <param name="LastUsedAt">When it was last seen, to within some minutes.</param>
internal sealed record TokenRecord(
    long Id, TokenKind Kind, string Name, string Role, byte[] Hash, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt)
{
    /// <summary>What it may have where that is less than its role allows.</summary>
    public AccessLimits Limits { get; init; } = AccessLimits.None;
}
