using System.Globalization;
using System.Text.RegularExpressions;

namespace WebCap.Tests.Description;

/// <summary>A line of docs/api.md, and the status that stands behind it if it calls the service.</summary>
internal sealed partial record CurlLine(string Command, int? Status)
{
    /// <summary>All of them, in order: what stands in the blocks marked sh, but for comments.</summary>
    public static IReadOnlyList<CurlLine> Read(string document) =>
        [.. Block().Matches(document).SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Where(line => line[0] != '#').Select(Parse)];

    private static CurlLine Parse(string line)
    {
        if (!line.Contains("curl", StringComparison.Ordinal)) return new CurlLine(line, null);
        var match = Parts().Match(line);
        Assert.True(match.Success, $"This line of docs/api.md has no status behind it (    # 200): {line}");
        return new CurlLine(match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(.*\S)\s+# (\d{3})$")]
    private static partial Regex Parts();
}
