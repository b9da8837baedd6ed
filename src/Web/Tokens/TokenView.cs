using WebCap.Security;
using WebCap.Storage;

namespace WebCap.Tokens;

/// <summary>A token as administrators see it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Who it is for.</param>
/// <param name="Role">What it allows.</param>
/// <param name="CreatedAt">When it was issued.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
/// <param name="LastUsedAt">When it was last used; null for never.</param>
/// <param name="Limits">What it may have where that is less than its role allows.</param>
/// <param name="IsOwn">The caller's own: revoking it signs him out.</param>
internal sealed record TokenView(
    long Id, string Name, string Role, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, LimitsView Limits, bool IsOwn)
{
    public static TokenView Of(TokenRecord token, DateTimeOffset lastUse, bool isOwn) => new(
        token.Id,
        token.Name,
        token.Role,
        token.CreatedAt,
        token.ExpiresAt,
        lastUse.ToUnixTimeMilliseconds() > token.CreatedAt.ToUnixTimeMilliseconds() ? lastUse : null,
        LimitsView.Of(token.Limits),
        isOwn);
}
