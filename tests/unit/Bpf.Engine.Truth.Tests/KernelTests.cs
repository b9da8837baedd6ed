using Bpf.Engine.Filter;
using Bpf.Engine.Tests.Filter;
using Bpf.Engine.Truth.Tests.Making;

namespace Bpf.Engine.Truth.Tests;

/// <summary>
/// [VM-5], [VM-6]: Linux's kernel as a second oracle, where its rules are these. They are not, and the case is left out, where a register
/// shift is by 32 or more (the kernel masks the count) and where an offset reaches 2^31 (the kernel takes it for a negative one, which
/// means headers that it knows besides the frame).
/// </summary>
public sealed class KernelTests
{
    private const int InvalidArgument = 22;
    private const int AttachedPrograms = 40;
    private const int FramesAProgram = 200;

    /// <summary>Verdicts are folded into this many values above 0, because one larger than the frame cannot be told from the frame's length.</summary>
    private const uint VerdictsSeen = 64;

    [Fact]
    public void TheKernelRefusesTheSameClassesAndAgreesOnRandomPrograms()
    {
        Instruction[] acceptAll = [Programs.Do(Opcode.Return, uint.MaxValue)];
        using (var probe = KernelOracle.Attach(acceptAll, out var errno))
        {
            Assert.SkipWhen(probe is null, $"socket filters are not to be had here (errno {errno})");
            Assert.SkipUnless(probe.Arrives([1, 2, 3]) == 3 && probe.Arrives([]) == 0, "socket filters do not work here");
        }

        AssertRefusals();
        AssertRandomPrograms();
    }

    private static void AssertRefusals()
    {
        foreach (var (name, _, program) in RefusedPrograms.All.Concat(RefusedPrograms.ByMinix))
        {
            using var oracle = KernelOracle.Attach(program, out var errno);
            Assert.True(oracle is null && errno == InvalidArgument, $"{name}: errno {errno}");
        }
    }

    private static void AssertRandomPrograms()
    {
        var random = new SeededRandom();
        var room = new byte[RandomFrames.LongestFrame];
        int attached = 0, compared = 0, cut = 0;
        for (var number = 0L; attached < AttachedPrograms; number++)
        {
            var instructions = Visible(RandomPrograms.Make(random, TruthScale.DefaultSeed, number, ValidatorProfile.Minix).Instructions);
            // The kernel checks also what no path reaches, and takes a large constant offset for a negative one.
            if (!FilterProgram.TryCreate(instructions, Validator.DefaultMaxInstructions, ValidatorProfile.Minix, out var program, out _)
                || !Validator.Validate(instructions, Validator.DefaultMaxInstructions, ValidatorProfile.OpenBsd, out _)
                || Array.Exists(instructions, step => step.K > int.MaxValue && (step.Code & 7) <= 1 && (step.Code & 0xe0) is 0x20 or 0x40 or 0xa0))
                continue;
            attached++;
            using var oracle = KernelOracle.Attach(instructions, out var errno);
            Assert.True(oracle is not null, $"errno {errno}: {Describe(instructions, [])}");
            for (var frame = 0; frame < FramesAProgram; frame++)
            {
                var bytes = RandomFrames.Make(random, TruthScale.DefaultSeed, number, frame, instructions, room, out _).ToArray();
                // The kernel knows no other length than what arrives.
                var verdict = ModelMachine.Run(instructions, bytes, (uint)bytes.Length, out _, out var linuxDiffers);
                Assert.True(verdict == program.Run(bytes, (uint)bytes.Length), Describe(instructions, bytes));
                if (linuxDiffers) continue;
                var arrives = oracle.Arrives(bytes);
                int? expected = verdict == 0 ? null : (int)Math.Min(verdict, (uint)bytes.Length);
                Assert.True(expected == arrives, $"{arrives} bytes arrive, not {expected}: {Describe(instructions, bytes)}");
                compared++;
                if (arrives < bytes.Length) cut++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{attached} programs, {compared} frames through the kernel, {cut} of them cut to the verdict");
        Assert.InRange(compared, AttachedPrograms * FramesAProgram / 2, int.MaxValue);
        Assert.InRange(cut, AttachedPrograms * FramesAProgram / 20, int.MaxValue);
    }

    /// <summary>The program with a verdict that can be seen: behind its last instruction if that returns A.</summary>
    private static Instruction[] Visible(ReadOnlySpan<Instruction> program) => program[^1].Code == Opcode.ReturnA
        ? [.. program[..^1], Programs.Do(Opcode.And, VerdictsSeen - 1), Programs.Do(Opcode.Add, 1), program[^1]]
        : program.ToArray();

    private static string Describe(Instruction[] program, byte[] frame) =>
        new TruthCase(ValidatorProfile.Minix, program, frame, (uint)frame.Length).Describe();
}
