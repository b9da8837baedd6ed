namespace WebCap.Storage;

/// <summary>A browser that is signed in.</summary>
/// <param name="Id">128 random bits in hexadecimal.</param>
/// <param name="TokenId">The token that it signed in with.</param>
/// <param name="CreatedAt">When it signed in.</param>
/// <param name="SeenAt">When it was last seen, to within an hour.</param>
internal sealed record SessionRecord(string Id, long TokenId, DateTimeOffset CreatedAt, DateTimeOffset SeenAt);
