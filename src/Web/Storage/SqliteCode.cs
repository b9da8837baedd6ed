namespace WebCap.Storage;

/// <summary>SQLite's primary result codes that are told apart (sqlite.org/rescode.html).</summary>
internal static class SqliteCode
{
    /// <summary>Whatever has no code of its own; of a statement that is right, a schema that cannot be understood.</summary>
    public const int Error = 1;

    public const int Busy = 5;
    public const int Locked = 6;
    public const int ReadOnly = 8;
    public const int Io = 10;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int Constraint = 19;
    public const int NotADatabase = 26;
}
