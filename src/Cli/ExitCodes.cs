namespace WebCap.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The server refused, could not be reached or stopped in the middle.</summary>
    public const int Failed = 1;

    /// <summary>The command cannot be understood.</summary>
    public const int Usage = 2;
}
