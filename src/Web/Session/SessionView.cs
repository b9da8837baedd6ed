using WebCap.Security;

namespace WebCap.Session;

/// <summary>Who is signed in, and to what.</summary>
/// <param name="User">The token's name.</param>
/// <param name="Role">What it allows.</param>
/// <param name="Server">The server.</param>
/// <param name="Limits">What the token may have where that is less than its role allows.</param>
internal sealed record SessionView(string User, string Role, ServerView Server, LimitsView Limits);
