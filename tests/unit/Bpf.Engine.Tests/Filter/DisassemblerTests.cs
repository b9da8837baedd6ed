using Bpf.Engine.Filter;

namespace Bpf.Engine.Tests.Filter;

public sealed class DisassemblerTests
{
    [Fact]
    public void PrintsEveryInstructionAsLibpcapDoes()
    {
        // libpcap's printer does not know the X length load, though its machine does.
        Assert.Equal("(003) ldx      #pktlen", Disassembler.FormatLine(new Instruction(Opcode.LoadXLength, 0, 0, 0), 3));
        foreach (var code in Programs.Opcodes.Where(code => code != Opcode.LoadXLength))
        {
            foreach (var k in new uint[] { 0, 1, 12, 0x800, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff })
            {
                foreach (var (index, jumpTrue, jumpFalse) in new (int, byte, byte)[] { (0, 0, 0), (7, 3, 255), (1234, 9, 1) })
                {
                    var instruction = new Instruction(code, jumpTrue, jumpFalse, k);
                    Assert.Equal(LibpcapOracle.Print(instruction, index), Disassembler.FormatLine(instruction, index));
                }
            }
        }
    }

    [Theory]
    [InlineData(0x38)]
    [InlineData(0xffff)]
    public void PrintsWhatIsNoInstruction(int code) =>
        Assert.Equal(LibpcapOracle.Print(new Instruction((ushort)code, 1, 2, 3), 4), Disassembler.FormatLine(new Instruction((ushort)code, 1, 2, 3), 4));
}
