using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>
/// Packet contents reach the page as text nodes only. What would let them in as markup or code does not occur in its source, whatever it
/// is used for: it is easier to see that there is none than that each is harmless.
/// </summary>
public partial class PageSafetyTests
{
    [Fact]
    public void ThePageHasNoWayToTurnTextIntoMarkupOrCode()
    {
        var hits = SourceTree.Files("src/Web.Client", ".cs", ".razor", ".js", ".mjs", ".html")
            .Where(file => !file.StartsWith("src/Web.Client/build/", StringComparison.Ordinal))
            .SelectMany(file => Forbidden().Matches(SourceTree.Read(file)).Select(match => $"{file}: {match.Value}"));

        Assert.Empty(hits);
    }

    [Fact]
    public void ThePageCarriesNoInlineScriptOrStyle()
    {
        var hits = SourceTree.Files("src/Web.Client", ".razor", ".html")
            .SelectMany(file => Inline().Matches(SourceTree.Read(file)).Select(match => $"{file}: {match.Value}"));

        Assert.Empty(hits);
    }

    [GeneratedRegex(@"MarkupString|AddMarkupContent|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\s*\(|new Function\b|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)[^>]*>|\son(?:click|error|load)\s*=\s*""(?!@)", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
