using System.Globalization;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace WebCap.Downloads;

/// <summary>
/// The name under which whoever downloads keeps the file, as <c>Content-Disposition</c> says it (RFC 6266): once in ASCII, once whole (RFC 8187).
/// What goes into a name may come from whoever named an interface or an upload, so nothing of it can end the header, name a folder, turn the
/// order of the letters round or be a name that a system keeps for itself.
/// </summary>
internal static class DownloadName
{
    // With an ending and a number behind it still under the 255 bytes that file systems take, of whatever letters.
    private const int MaxStemBytes = 180;

    // What Windows takes for part of a path, and % because some browsers decode it although nothing says so (RFC 6266, appendix D).
    private const string Reserved = "<>:\"/\\|?*%";

    private static readonly string[] Endings = [".gz", ".pcapng", ".pcap", ".cap", ".ntar"];

    /// <summary>The header's value.</summary>
    /// <param name="stem">What it is called, from wherever.</param>
    /// <param name="extension">What it is: the service's own word.</param>
    public static string Attachment(string stem, string extension)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{Clean(stem)}.{extension}");
        return disposition.ToString();
    }

    /// <summary>The name of what was captured on an interface from a moment on, without an ending.</summary>
    public static string Of(string interfaceName, DateTimeOffset since, string part = "") =>
        string.Create(CultureInfo.InvariantCulture, $"webcap-{interfaceName}-{since.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}{part}");

    /// <summary>The name of a capture file without the endings that say what it is.</summary>
    public static string WithoutEnding(string name)
    {
        while (Endings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } ending) name = name[..^ending.Length];
        return name;
    }

    private static string Clean(string stem)
    {
        var clean = new StringBuilder();
        var bytes = 0;
        foreach (var rune in stem.EnumerateRunes())
        {
            // Half a pair comes as the replacement character, which is a sign like others.
            var kept = IsPlain(rune) ? rune : new Rune('_');
            bytes += kept.Utf8SequenceLength;
            if (bytes > MaxStemBytes) break;
            clean.Append(kept);
        }

        // In front a point hides a file, or is a folder; behind, Windows drops points and blanks.
        var name = clean.ToString().TrimStart('.', ' ').TrimEnd(' ', '.');
        return name.Length > 0 ? name : "capture";
    }

    private static bool IsPlain(Rune rune) => !(rune.IsAscii && Reserved.Contains((char)rune.Value, StringComparison.Ordinal))
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
