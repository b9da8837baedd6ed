using System.Runtime.CompilerServices;
using Bpf.Engine.Filter;

namespace Bpf.Engine.Tests.Filter;

/// <summary>[VM-1], [VM-2], [VM-4], [VM-6]: what a program answers.</summary>
public sealed class VerdictTests
{
    public static TheoryData<string> VectorNames => [.. FilterVectors.All.Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void AnswersTheVector(string name)
    {
        var vector = Assert.Single(FilterVectors.All, vector => vector.Name == name);

        var program = Programs.Verified(ValidatorProfile.Minix, vector.Program);

        Assert.Equal(vector.Verdict, new Engines(program).Run(vector.Frame, vector.WireLength));
        ModelMachine.Run(vector.Program, vector.Frame, vector.WireLength, out var libpcapDiffers);
        if (!libpcapDiffers) Assert.Equal(vector.Verdict, LibpcapOracle.Run(vector.Program, vector.Frame, vector.WireLength));
    }

    [Fact]
    public void TheVectorsUseEveryOpcode()
    {
        var used = FilterVectors.All.SelectMany(vector => vector.Program).Select(instruction => instruction.Code).ToHashSet();

        Assert.Equal(49, Programs.Opcodes.Distinct().Count());
        Assert.Empty(Programs.Opcodes.Except(used));
    }

    [Theory]
    [InlineData(Opcode.ShiftLeft, 32)]
    [InlineData(Opcode.ShiftRight, 32)]
    [InlineData(Opcode.ShiftLeft, 0xffff_ffff)]
    [InlineData(Opcode.ShiftRight, 0x8000_0000)]
    public void AConstantShiftThatIsTooWideEndsTheProgramWhereTheProfileLetsItThrough(int code, uint k)
    {
        var program = Programs.Verified(
            ValidatorProfile.OpenBsd, Programs.Do(Opcode.LoadImmediate, 0xffff_ffff), Programs.Do((ushort)code, k), Programs.Do(Opcode.Return, 5));

        Assert.Equal(0u, new Engines(program).Run([], 0));
    }

    [Fact]
    public void ScratchWordsAreZeroWhereTheProfileLetsThemBeReadUnwritten()
    {
        Instruction[] sum = [.. Enumerable.Range(0, 16).SelectMany(index => new[]
        {
            Programs.Do(Opcode.LoadXScratch, (uint)index), Programs.Do(Opcode.OrX),
        })];
        var dirty = Programs.Verified(
            ValidatorProfile.OpenBsd,
            [Programs.Do(Opcode.LoadImmediate, 0xffff_ffff), .. Enumerable.Range(0, 16).Select(index => Programs.Do(Opcode.Store, (uint)index)), Programs.Do(Opcode.ReturnA)]);
        var program = Programs.Verified(ValidatorProfile.OpenBsd, [.. sum, Programs.Do(Opcode.ReturnA)]);

        // A run that leaves the stack full of ones, then one that would see them.
        var (first, second) = (new Engines(dirty), new Engines(program));
        Assert.Equal(0xffff_ffff, first.Run([], 0));
        Assert.Equal(0u, second.Run([], 0));
    }

    [Theory]
    [InlineData(FilterEngine.Interpreter)]
    [InlineData(FilterEngine.Jit)]
    public void RunningAllocatesNothing(FilterEngine engine)
    {
        var vectors = FilterVectors.All.Select(vector => (Program: Programs.Verified(ValidatorProfile.Minix, vector.Program), vector.Frame)).ToArray();
        foreach (var (program, _) in vectors) program.Use(engine);
        foreach (var (program, frame) in vectors) program.Run(frame, 1500);
        var before = GC.GetAllocatedBytesForCurrentThread();

        foreach (var (program, frame) in vectors) program.Run(frame, 1500);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void AnInstructionIsEightBytesAsInNetBpfH()
    {
        Assert.Equal(8, Unsafe.SizeOf<Instruction>());
        Assert.Equal(
            [0x34, 0x12, 0x56, 0x78, 0xf0, 0xde, 0xbc, 0x9a],
            System.Runtime.InteropServices.MemoryMarshal.AsBytes([new Instruction(0x1234, 0x56, 0x78, 0x9abc_def0)]).ToArray());
    }
}
