using System.Diagnostics;
using System.Globalization;
using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Filter;

/// <summary>Expressions become exactly the programs that tcpdump prints, and these programs answer as libpcap's machine does.</summary>
public sealed class CompiledProgramTests
{
    private static readonly FilterCompiler Compiler = new();

    public static TheoryData<string> Expressions => [.. Filter.Expressions.Valid];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void IsTheProgramThatTcpdumpPrints(string expression)
    {
        Assert.SkipUnless(Tcpdump.IsInstalled, "tcpdump is not installed (apt-get install tcpdump)");
        // First line: how many instructions; then one a line: code, jt, jf, k, in decimal.
        var expected = Tcpdump.Run("-y", "EN10MB", "-ddd", "--", expression).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var program = Compile(expression);

        var lines = program.Instructions.ToArray().Select(instruction => string.Create(
            CultureInfo.InvariantCulture, $"{instruction.Code} {instruction.JumpTrue} {instruction.JumpFalse} {instruction.K}"));
        Assert.Equal(expected, lines.Prepend(program.Instructions.Length.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void TheListingIsTcpdumpsOwn()
    {
        Assert.SkipUnless(Tcpdump.IsInstalled, "tcpdump is not installed (apt-get install tcpdump)");
        const string Expression = "tcp port 80 and (((ip[2:2] - ((ip[0]&0xf)<<2)) - ((tcp[12]&0xf0)>>2)) != 0)";

        Assert.Equal(Tcpdump.Run("-y", "EN10MB", "-d", "--", Expression).TrimEnd('\n'), Disassembler.Format(Compile(Expression)));
    }

    [Fact]
    public void AnswersAsLibpcapDoes()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        byte[][] frames = [.. Enumerable.Range(0, 300).Select(_ => Frames.Like(random))];
        var accepted = 0;
        foreach (var expression in Filter.Expressions.Valid)
        {
            foreach (var optimize in new[] { true, false })
            {
                var program = Compile(expression, optimize);
                foreach (var frame in frames)
                {
                    var verdict = program.Run(frame, (uint)frame.Length);
                    if (verdict != LibpcapOracle.Run(program.Instructions, frame, (uint)frame.Length))
                        Assert.Fail($"{expression}: {Programs.Describe(Seed, program.Instructions, frame, (uint)frame.Length)}");
                    if (verdict != 0) accepted++;
                }
            }
        }

        // Frames that no filter accepts would prove nothing.
        Assert.InRange(accepted, 10_000, int.MaxValue);
    }

    [Theory]
    [InlineData(LinkType.Raw, "ip6 and tcp", 60)]
    [InlineData(LinkType.IPv6, "ip6 and tcp", 60)]
    [InlineData(LinkType.LinuxSll, "ip6 and tcp", 16 + 60)]
    [InlineData(LinkType.LinuxSll2, "ip6 and tcp", 20 + 60)]
    [InlineData(LinkType.Loop, "ip6 and tcp", 4 + 60)]
    public void KnowsWhereALinkTypeKeepsItsNetworkLayer(LinkType linkType, string expression, int length)
    {
        var frame = new byte[length];
        frame[^60] = 0x60;
        frame[^54] = 6;
        switch (linkType)
        {
            case LinkType.LinuxSll:
                (frame[14], frame[15]) = (0x86, 0xdd);
                break;
            case LinkType.LinuxSll2:
                (frame[0], frame[1]) = (0x86, 0xdd);
                break;
            case LinkType.Loop:
                // OpenBSD, FreeBSD and macOS disagree on the number of AF_INET6; this is Linux's, where the filter was compiled.
                frame[3] = 10;
                break;
        }

        var result = Compiler.Compile(expression, linkType);

        Assert.True(result.Succeeded, result.Error?.Message);
        Assert.Equal(262144u, result.Program!.Run(frame, (uint)length));
        frame[^54] = 17;
        Assert.Equal(0u, result.Program.Run(frame, (uint)length));
    }

    [Fact]
    public void CompilesOnManyThreadsToTheSamePrograms()
    {
        var expected = Filter.Expressions.Valid.Select(expression => Disassembler.Format(Compile(expression))).ToArray();

        Parallel.For(0, 4 * expected.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, round =>
        {
            var index = round % expected.Length;
            Assert.Equal(expected[index], Disassembler.Format(Compile(Filter.Expressions.Valid[index])));
            // Errors share the lock and the library's error text.
            Assert.Contains($"'p{round}'", new FilterCompiler().Compile($"port p{round}", LinkType.Ethernet).Error!.Message, StringComparison.Ordinal);
        });
    }

    private static FilterProgram Compile(string expression, bool optimize = true)
    {
        var result = Compiler.Compile(expression, LinkType.Ethernet, optimize: optimize);
        Assert.True(result.Succeeded, $"{expression}: {result.Error?.Message}");
        return result.Program!;
    }

    private static class Tcpdump
    {
        public static bool IsInstalled { get; } = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Append("/usr/sbin")
            .Any(folder => File.Exists(Path.Combine(folder, "tcpdump")));

        public static string Run(params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo("tcpdump", arguments) { RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output;
        }
    }
}
