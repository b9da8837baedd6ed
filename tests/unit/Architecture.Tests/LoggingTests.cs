using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>A line of the log has a number and named values, so that programs can read it: it comes from a generated method.</summary>
public partial class LoggingTests
{
    [Fact]
    public void TheServiceLogsThroughGeneratedMethodsOnly()
    {
        var hits = SourceTree.Files("src/Web", ".cs").SelectMany(file => Direct().Matches(SourceTree.Read(file)).Select(match => $"{file}: {match.Value}"));

        Assert.Empty(hits);
    }

    [GeneratedRegex(@"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)\(")]
    private static partial Regex Direct();
}
