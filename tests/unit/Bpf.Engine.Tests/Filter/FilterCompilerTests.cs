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
        Assert.Equal("(000) ldh      [12]\n(001) jeq      #0x806           jt 2\tjf 3\n(002) ret      #96\n(003) ret      #0", Disassembler.Format(program));
    }
}
