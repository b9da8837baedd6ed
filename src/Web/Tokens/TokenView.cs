using WebCap.Storage;

namespace WebCap.Tokens;

/// <summary>A token as administrators see it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Who it is for.</param>
/// <param name="Role">What it allows.</param>
/// <param name="CreatedAt">When it was issued.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
/// <param name="LastUsedAt">When it was last used; null for never.</param>
internal sealed record TokenView(long Id, string Name, string Role, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt)
{
    public static TokenView Of(TokenRecord token, DateTimeOffset lastUse) => new(
        token.Id,
        token.Name,
        token.Role,
        token.CreatedAt,
        token.ExpiresAt,
        lastUse.ToUnixTimeMilliseconds() > token.CreatedAt.ToUnixTimeMilliseconds() ? lastUse : null);
}
