using System.Globalization;
using System.Text.RegularExpressions;
using Bpf.Engine.Filter;
using Bpf.Engine.Truth.Tests.Child;

namespace Bpf.Engine.Truth.Tests;

/// <summary>[VM-6]: what a person types is answered as libpcap answers it.</summary>
public sealed partial class ExpressionVerdictTests
{
    private const int FewestExpressions = 300;

    [Fact]
    public void TheListIsLongAndHoldsNothingTwice()
    {
        var expressions = ExpressionVerdicts.Read();

        Assert.InRange(expressions.Length, FewestExpressions, int.MaxValue);
        Assert.Equal(expressions.Length, expressions.Distinct().Count());
    }

    [Fact]
    public void EveryExpressionGivesLibpcapsOwnVerdictOnEveryLinkType()
    {
        var result = Truth.Holds(new ChildRequest(
            ChildTask.Expressions, TestedEngines.AllEngines, ValidatorProfile.Minix, TruthScale.Seed, FirstProgram: 0, Programs: 0, TruthScale.FramesALinkType));

        // Traffic that every filter rejects would prove nothing.
        var ethernet = Summary().Matches(result.Output).Single(match => match.Groups["link"].Value == "Ethernet");
        Assert.Equal(ExpressionVerdicts.LinkTypes.Length, Summary().Count(result.Output));
        Assert.InRange(int.Parse(ethernet.Groups["compile"].Value, CultureInfo.InvariantCulture), FewestExpressions, int.MaxValue);
        Assert.InRange(int.Parse(ethernet.Groups["decided"].Value, CultureInfo.InvariantCulture), FewestExpressions, int.MaxValue);
    }

    [GeneratedRegex(@"^(?<link>\w+): \d+ expressions, (?<compile>\d+) compile, (?<decided>\d+) of them", RegexOptions.Multiline)]
    private static partial Regex Summary();
}
