using System.Text;

namespace WebCap.Configuration;

/// <summary>
/// One option. Its three names come from one word: <c>RingBytes</c> is the key <c>WebCap:RingBytes</c> in appsettings.json,
/// <c>WEBCAP_RINGBYTES</c> in the environment and <c>--ring-bytes</c> on the command line.
/// </summary>
/// <param name="Key">The word, in PascalCase.</param>
/// <param name="Value">What the help shows for the value; empty for a switch.</param>
/// <param name="Default">What the help shows as the default; empty when there is none.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Apply">Parses a text, checks it and returns the options with it; throws <see cref="OptionException"/>.</param>
/// <param name="IsList">Can be given more than once; <paramref name="Apply"/> then adds one value.</param>
internal sealed record OptionDefinition(
    string Key,
    string Value,
    string Default,
    string Description,
    Func<WebCapOptions, string, WebCapOptions> Apply,
    bool IsList = false)
{
    /// <summary>The name on the command line.</summary>
    public string Name { get; } = "--" + ToKebab(Key);

    /// <summary>The name in the environment.</summary>
    public string EnvironmentName { get; } = "WEBCAP_" + Key.ToUpperInvariant();

    /// <summary>Given alone on the command line it means true.</summary>
    public bool IsSwitch => Value.Length == 0;

    private static string ToKebab(string key)
    {
        var name = new StringBuilder();
        foreach (var letter in key)
        {
            if (char.IsAsciiLetterUpper(letter) && name.Length > 0) name.Append('-');
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
