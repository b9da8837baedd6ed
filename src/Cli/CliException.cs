namespace WebCap.Cli;

/// <summary>
/// The command cannot be carried out. The message is for the person who gave it: what is wrong, and what to do next. It may repeat what a
/// server said, so it is shown through <see cref="Text.TerminalText"/>.
/// </summary>
internal sealed class CliException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The command itself is wrong, as opposed to what came of it.</summary>
    public bool IsUsage { get; init; }
}
