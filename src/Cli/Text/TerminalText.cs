using Packet.Dissect;

namespace WebCap.Cli.Text;

/// <summary>What a server sent, as a terminal may be shown it: a control character could move the cursor or worse.</summary>
internal static class TerminalText
{
    // Longer than any sentence or listing line of the server, short enough for a terminal.
    private const int MaxLineLength = 4096;

    public static string Line(string text) => DisplayText.Escape(text, MaxLineLength);

    /// <summary>Lines and the tabs in front of them stay as they are.</summary>
    public static string Lines(string text) =>
        string.Join('\n', text.Split('\n').Select(line => string.Join('\t', line.TrimEnd('\r').Split('\t').Select(Line))));
}
