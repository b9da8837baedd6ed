using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Filter;

public sealed class FilterCompilerTests
{
    private static readonly FilterCompiler Compiler = new();

    [Theory]
    [InlineData("")]
    [InlineData("  \t\r\n ")]
    public void AnEmptyExpressionAcceptsEverything(string expression)
    {
        var result = Compiler.Compile(expression, LinkType.Ethernet);

        Assert.True(result.Succeeded);
        Assert.Null(result.Program);
    }

    [Fact]
    public void CompilesIntoAProgramThatTellsFramesApart()
    {
        var result = Compiler.Compile("arp", LinkType.Ethernet, snapLength: 96);

        var program = Assert.IsType<FilterProgram>(result.Program);
        var frame = new byte[60];
        frame[12] = 0x08;
        frame[13] = 0x06;
        Assert.Equal(96u, program.Run(frame, 60));
        frame[13] = 0x00;
        Assert.Equal(0u, program.Run(frame, 60));
        Assert.Equal(
            "(000) ldh      [12]\n(001) jeq      #0x806           jt 2\tjf 3\n(002) ret      #96\n(003) ret      #0",
            Disassembler.Format(program));
    }

    [Theory]
    // Names are never looked up.
    [InlineData("host example.com", FilterCompileErrorKind.Name, 5, "host names are not looked up; use an address")]
    [InlineData("tcp and src localhost", FilterCompileErrorKind.Name, 12, "host names are not looked up")]
    [InlineData("host 10.0.0.1 or web1", FilterCompileErrorKind.Name, 17, "\"web1\"")]
    [InlineData("host 1.2.3.4.5", FilterCompileErrorKind.Name, 5, "\"1.2.3.4.5\"")]
    [InlineData(@"host \tcp", FilterCompileErrorKind.Name, 5, "host names")]
    [InlineData("ether host printer", FilterCompileErrorKind.Name, 11, "use an address")]
    [InlineData("net office", FilterCompileErrorKind.Name, 4, "network names are not looked up")]
    [InlineData("gateway router", FilterCompileErrorKind.Name, 8, "\"ether host\"")]
    // The grammar forgets the port behind a bracket, and would look the word up as a host.
    [InlineData("host 10.0.0.1 and (port 80) or web1", FilterCompileErrorKind.UnknownWord, 31, "\"web1\"")]
    [InlineData("foo", FilterCompileErrorKind.UnknownWord, 0, "unknown word \"foo\"")]
    [InlineData("tcp or foo", FilterCompileErrorKind.UnknownWord, 7, "unknown word \"foo\"")]
    [InlineData("hots 10.0.0.1", FilterCompileErrorKind.UnknownWord, 0, "did you mean \"host\"?")]
    [InlineData("prot 80", FilterCompileErrorKind.UnknownWord, 0, "did you mean \"port\"?")]
    [InlineData("tcp and PORT 80", FilterCompileErrorKind.UnknownWord, 8, "did you mean \"port\"?")]
    [InlineData("tcp port 80 and dns.qry.name", FilterCompileErrorKind.UnknownWord, 16, "no form for it: capture with \"port 53\"")]
    [InlineData("tcp port 80 and ip.src == 10.0.0.1", FilterCompileErrorKind.UnknownWord, 16, "a capture filter writes it \"src host\"")]
    // Characters.
    [InlineData("tcp\0 or udp", FilterCompileErrorKind.ForbiddenCharacter, 3, "U+0000")]
    [InlineData("tcp \u001b[31m", FilterCompileErrorKind.ForbiddenCharacter, 4, "U+001B")]
    [InlineData("port 80 \u2013 udp", FilterCompileErrorKind.ForbiddenCharacter, 8, "U+2013")]
    [InlineData("host \"10.0.0.1\"", FilterCompileErrorKind.ForbiddenCharacter, 5, "without quotes")]
    [InlineData("port 80, 443", FilterCompileErrorKind.ForbiddenCharacter, 7, "join conditions with \"and\" or \"or\"")]
    [InlineData("ip proto \\a\rb", FilterCompileErrorKind.ForbiddenCharacter, 9, "line break")]
    // Grammar.
    [InlineData("tcp and", FilterCompileErrorKind.Syntax, 7, "something is missing after \"and\"")]
    [InlineData("tcp port", FilterCompileErrorKind.Syntax, 8, "\"port\" needs a port")]
    [InlineData("(tcp or udp", FilterCompileErrorKind.Syntax, 0, "\"(\" is not closed")]
    [InlineData("tcp)", FilterCompileErrorKind.Syntax, 3, "closes a bracket that is not open")]
    [InlineData("tcp[0 = 1", FilterCompileErrorKind.Syntax, 3, "\"[\" is not closed")]
    [InlineData("10.0.0.1", FilterCompileErrorKind.Syntax, 0, "needs \"host\"")]
    [InlineData("80", FilterCompileErrorKind.Syntax, 0, "needs \"port\"")]
    [InlineData("port 80 443", FilterCompileErrorKind.Syntax, 8, "\"and\" or \"or\" is missing in front of \"443\"")]
    [InlineData("ip proto tcp", FilterCompileErrorKind.Syntax, 9, @"\tcp")]
    [InlineData("tcp tcp tcp", FilterCompileErrorKind.Syntax, null, "no capture filter; one looks like")]
    [InlineData("port == 80", FilterCompileErrorKind.Syntax, 5, "takes its value without \"==\"")]
    // What libpcap says, and what to do.
    [InlineData("port nosuchservice", FilterCompileErrorKind.Syntax, 5, "use the port's number")]
    [InlineData("tcp port 80-90", FilterCompileErrorKind.Syntax, 9, "\"portrange 8000-8010\"")]
    [InlineData("host 10.0.0.0/8", FilterCompileErrorKind.Syntax, null, "write \"net\"")]
    [InlineData("host 00:11:22:33:44:55", FilterCompileErrorKind.Syntax, null, "write \"ether host\"")]
    [InlineData("net 10.1.2.3/8", FilterCompileErrorKind.Syntax, null, "clear the bits behind the prefix")]
    [InlineData("net 10.0.0.0/40", FilterCompileErrorKind.Syntax, null, "at most 32 bits")]
    [InlineData("host 300.1.1.1", FilterCompileErrorKind.Syntax, 5, "invalid IPv4 address")]
    [InlineData("tcp and udp", FilterCompileErrorKind.Syntax, null, "contradictory")]
    // What no verified program over a frame's bytes can do.
    [InlineData("inbound", FilterCompileErrorKind.NotInTheFrame, null, "direction setting")]
    [InlineData("tcp and ifindex 3", FilterCompileErrorKind.NotInTheFrame, null, "not in a frame's bytes")]
    [InlineData("ip6 protochain 6", FilterCompileErrorKind.Unverifiable, null, "\"ip6 proto\"")]
    public void SaysWhatIsWrongAndWhere(string expression, FilterCompileErrorKind kind, int? offset, string part)
    {
        var result = Compiler.Compile(expression, LinkType.Ethernet);

        Assert.False(result.Succeeded);
        Assert.Null(result.Program);
        Assert.Equal((kind, offset), (result.Error.Kind, result.Error.Offset));
        Assert.Contains(part, result.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Error.Message, character => char.IsControl(character));
    }

    [Theory]
    [InlineData(LinkType.Raw, "ether host 00:11:22:33:44:55", "no Ethernet header")]
    [InlineData(LinkType.Ethernet, "wlan type mgt", "link type cannot be filtered by that")]
    public void SaysThatALinkTypeHasNoSuchThing(LinkType linkType, string expression, string part)
    {
        var error = Compiler.Compile(expression, linkType).Error;

        Assert.NotNull(error);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SaysThatALinkTypeCannotBeFilteredAtAll()
    {
        var error = Compiler.Compile("tcp", (LinkType)40_000).Error;

        Assert.Equal(FilterCompileErrorKind.LinkType, error?.Kind);
        Assert.Contains("40000", error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port http or https")]
    [InlineData("port (http or https) and ssh")]
    [InlineData("not port http")]
    [InlineData(@"ip proto \tcp or \udp")]
    [InlineData("llc s or llc rr")]
    public void WordsThatAreNoHostNamesPass(string expression) =>
        Assert.True(Compiler.Compile(expression, LinkType.Ethernet).Succeeded);

    [Fact]
    public void RefusesAnExpressionThatIsTooLong()
    {
        var atTheLimit = "tcp".PadRight(4096);

        Assert.True(Compiler.Compile(atTheLimit, LinkType.Ethernet).Succeeded);
        Assert.Equal(FilterCompileErrorKind.TooLong, Compiler.Compile(atTheLimit + " ", LinkType.Ethernet).Error?.Kind);
    }

    [Theory]
    [InlineData("host 10.0.0.{0}", " or ", 100, 101)]
    [InlineData("not port {0}", " and ", 100, 101)]
    [InlineData("port {0}", " || ", 100, 101)]
    [InlineData("portrange {0}-60000", " or ", 50, 51)]
    [InlineData("tcp[{0}] = 1", " or ", 50, 51)]
    public void RefusesMoreConditionsThanLibpcapCanTakeInBoundedTime(string condition, string joint, int allowed, int refused)
    {
        var compiler = new FilterCompiler(new FilterCompilerOptions { MaxInstructions = Validator.InstructionCeiling });

        var atTheLimit = compiler.Compile(Repeat(allowed), LinkType.Ethernet);
        Assert.True(atTheLimit.Succeeded, atTheLimit.Error?.Message);
        var error = compiler.Compile(Repeat(refused), LinkType.Ethernet).Error;
        Assert.Equal(FilterCompileErrorKind.TooComplex, error?.Kind);
        Assert.Contains("at most 100", error!.Message, StringComparison.Ordinal);

        string Repeat(int count) =>
            string.Join(joint, Enumerable.Range(0, count).Select(index => condition.Replace("{0}", $"{index}", StringComparison.Ordinal)));
    }

    [Fact]
    public void RefusesAProgramThatIsTooLong()
    {
        // 60 conditions of two each, about 950 instructions.
        var expression = string.Join(" or ", Enumerable.Range(1, 50).Select(index => $"host 10.0.0.{index} and port {index}"));

        var error = Compiler.Compile(expression, LinkType.Ethernet).Error;

        Assert.Equal(FilterCompileErrorKind.ProgramTooLong, error?.Kind);
        Assert.Contains("at most 512", error!.Message, StringComparison.Ordinal);
        Assert.True(new FilterCompiler(new() { MaxInstructions = 4096 }).Compile(expression, LinkType.Ethernet).Succeeded);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x8000_0000u)]
    public void ASnapLengthThatLibpcapCannotTakeIsAMistakeOfTheCaller(uint snapLength) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Compiler.Compile("tcp", LinkType.Ethernet, snapLength));

    [Fact]
    public void OptionsThatMakeNoSenseAreAMistakeOfTheCaller()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FilterCompiler(new() { MaxInstructions = 4097 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FilterCompiler(new() { MaxConditions = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FilterCompiler(new() { MaxExpressionLength = 0 }));
    }
}
