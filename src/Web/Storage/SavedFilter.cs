namespace WebCap.Storage;

/// <summary>A capture filter that somebody gave a name; all users share them.</summary>
/// <param name="Id">Its number; never used again.</param>
/// <param name="Name">Unique without regard to case.</param>
/// <param name="Expression">As it was typed.</param>
/// <param name="CreatedAt">When it was saved first.</param>
internal sealed record SavedFilter(long Id, string Name, string Expression, DateTimeOffset CreatedAt);
