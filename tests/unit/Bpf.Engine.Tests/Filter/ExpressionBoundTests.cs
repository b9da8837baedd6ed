using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Filter;

/// <summary>
/// The most expensive expressions of each kind are refused before libpcap sees them. What passes was measured with libpcap 1.10.3, each in a
/// process of its own: at most 0.23 seconds of processor time and 5.1 MB ("port 1 or port 2 or ..."), most a tenth of that.
/// </summary>
public sealed class ExpressionBoundTests
{
    private const int Most = 100;

    /// <summary>A kind of expression, one part of it, what joins the parts, and how many conditions a part counts as.</summary>
    public static TheoryData<string, string, int> Kinds => new()
    {
        { "port {0}", " or ", 1 },
        { "port {0}", " and not ", 1 },
        { "host 10.0.0.{0}", " or ", 1 },
        { "(host 10.0.0.{0} and port {0})", " or ", 2 },
        { "portrange {0}-1000", " or ", 2 },
        { "not portrange {0}-1000", " and ", 2 },
        { "(port {0} or not port 2{0})", " and ", 2 },
        { "ip6 host 2001:db8::{0}", " or ", 1 },
        { "tcp[{0}:4] = 1", " or ", 2 },
        { "vlan {0}", " or ", 1 },
        { "ether host 00:00:00:00:00:{0}", " or ", 1 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnExpressionHasAHundredConditions(string part, string joint, int conditions)
    {
        var compiler = new FilterCompiler();
        Assert.NotEqual(FilterCompileErrorKind.TooComplex, compiler.Compile(Join(Most / conditions), LinkType.Ethernet).Error?.Kind);
        Assert.Equal(FilterCompileErrorKind.TooComplex, compiler.Compile(Join((Most / conditions) + 1), LinkType.Ethernet).Error?.Kind);

        string Join(int count) => string.Join(joint, Enumerable.Range(10, count).Select(number => part.Replace("{0}", $"{number % 90 + 10}", StringComparison.Ordinal)));
    }

    // Accesses to packet bytes count wherever they stand: nested and added up they are one condition to read, and as many loads.
    [Fact]
    public void AccessesToBytesCountWhereverTheyStand()
    {
        var compiler = new FilterCompiler();
        foreach (var expression in new[]
        {
            string.Concat(Enumerable.Repeat("tcp[", Most)) + "0" + new string(']', Most) + " = 0",
            string.Join(" + ", Enumerable.Repeat("ether[0:4]", Most)) + " = 0",
        })
        {
            Assert.Equal(FilterCompileErrorKind.TooComplex, compiler.Compile(expression, LinkType.Ethernet).Error?.Kind);
        }
    }
}
