using Bpf.Engine.Device;
using Bpf.Engine.Device.Ioctl;
using Bpf.Engine.Filter;

namespace Bpf.Engine.Tests.Device.Ioctl;

// Programs by ioctl [IOCTL-5].
public sealed class ProgramTests
{
    private static readonly Instruction Accept = new(Opcode.Return, 0, 0, uint.MaxValue);

    [Theory]
    [InlineData("BIOCSETF", true)]
    [InlineData("BIOCSETFNR", false)]
    [InlineData("BIOCSETWF", false)]
    public void AProgramIsTakenAndAnEmptyOneClears(string request, bool flushes)
    {
        var rig = new IoctlRig();
        foreach (var instructions in new Instruction[][] { [Accept, Accept], [] })
        {
            rig.Rig.Offer(1);
            Assert.Equal(Errno.OK, rig.Send(request, new IoctlValue.Program(instructions)).Errno);
            var state = rig.Device.Describe();
            Assert.Equal(instructions.Length, request == "BIOCSETWF" ? state.WriteFilterLength : state.FilterLength);
            Assert.Equal(flushes, state.Statistics.Received == 0);
        }

        DeviceRig.AssertBooksBalance(rig.Device);
    }

    [Fact]
    public void ARefusedProgramNamesTheInstructionAndTheRuleAndChangesNothing()
    {
        var rig = new IoctlRig();
        rig.Send("BIOCSETF", Program(new Instruction(Opcode.Return, 0, 0, 8)));
        rig.Rig.Offer(2);
        var before = rig.Device.Describe();

        var result = rig.Send("BIOCSETF", Program(Accept with { Code = 0x15, JumpTrue = 9 }, Accept));
        Assert.Equal(Errno.EINVAL, result.Errno);
        Assert.Equal(0, result.Violation.InstructionIndex);
        Assert.Equal("VM-5", result.Violation.Rule);
        Assert.NotEmpty(result.Reason!);
        Assert.Equal(before, rig.Device.Describe());
        Assert.Equal(2, rig.Rig.ReadRecords().Count);
    }

    [Theory]
    [InlineData(512, 513)]
    [InlineData(4096, 4097)]
    [InlineData(1, 2)]
    public void AProgramThatIsTooLongIsEinvalBeforeAnythingElse(int longest, int length)
    {
        var rig = new IoctlRig(limits: new DeviceLimits { MaxInstructions = longest });
        // Every instruction is wrong besides.
        var result = rig.Send("BIOCSETF", new IoctlValue.Program([.. Enumerable.Repeat(new Instruction(0xffff, 0, 0, 0), length)]));

        Assert.Equal(Errno.EINVAL, result.Errno);
        Assert.Equal(default, result.Violation);
        Assert.Contains($"{length}", result.Reason, StringComparison.Ordinal);
        Assert.Equal(Errno.OK, rig.Send("BIOCSETF", new IoctlValue.Program([.. Enumerable.Repeat(Accept, longest)])).Errno);
    }

    private static IoctlValue.Program Program(params Instruction[] instructions) => new(instructions);
}
