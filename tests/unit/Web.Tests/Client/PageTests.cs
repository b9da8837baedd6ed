using System.Text.RegularExpressions;

namespace WebCap.Tests.Client;

/// <summary>The real page, as the build laid it beside the server.</summary>
public sealed partial class PageTests
{
    private readonly string _page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html"));

    [Fact]
    public void HasNoInlineScriptOrStyleForTheContentSecurityPolicyForbidsBoth()
    {
        Assert.NotEmpty(Scripts().Matches(_page));
        Assert.All(Scripts().Matches(_page), script =>
        {
            Assert.Contains(" src=\"", script.Groups["attributes"].Value, StringComparison.Ordinal);
            Assert.Empty(script.Groups["body"].Value.Trim());
        });
        Assert.DoesNotMatch(@"<style|\sstyle=|\son[a-z]+=|javascript:", _page);
    }

    [Fact]
    public void AsksNoOtherHostForAnything() => Assert.DoesNotMatch("(?:href|src)=\"(?:https?:)?//", _page);

    [GeneratedRegex("<script(?<attributes>[^>]*)>(?<body>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();
}
