using Bpf.Engine.Filter;
using Bpf.Engine.Tests.Filter;
using Bpf.Engine.Truth.Tests.Child;
using Bpf.Engine.Truth.Tests.Making;

namespace Bpf.Engine.Truth.Tests;

/// <summary>The truth tests can fail: engines that are wrong on purpose are found out, however they are wrong.</summary>
public sealed class HarnessTests
{
    /// <summary>Programs within which each wrong engine must be noticed; a run has many more.</summary>
    private const int ProgramsToNotice = 3_000;

    private const int FramesAProgram = 8;

    [Fact]
    public void AnOpcodeTakenForAnotherIsNoticed()
    {
        var random = new SeededRandom();
        var room = new byte[RandomFrames.LongestFrame];
        // Each opcode for the next of its kind, so that the exchange is as small as can be.
        var unnoticed = Programs.Opcodes.Select(Exchange).ToList();
        for (var number = 0; number < ProgramsToNotice && unnoticed.Count > 0; number++)
        {
            var program = RandomPrograms.Make(random, TruthScale.DefaultSeed, number, ValidatorProfile.Minix);
            var used = program.Instructions.ToArray().Select(step => step.Code).ToHashSet();
            var wrong = unnoticed.Where(exchange => used.Contains(exchange.Opcode))
                .Select(exchange => (exchange.Opcode, Run: exchange.Engine.Prepare(program))).ToArray();
            for (var frame = 0; frame < FramesAProgram; frame++)
            {
                var bytes = RandomFrames.Make(random, TruthScale.DefaultSeed, number, frame, program.Instructions, room, out var wireLength).ToArray();
                var verdict = program.Run(bytes, wireLength);
                foreach (var (opcode, run) in wrong)
                {
                    if (run(bytes, wireLength) != verdict) unnoticed.RemoveAll(exchange => exchange.Opcode == opcode);
                }
            }
        }

        Assert.Empty(unnoticed.Select(exchange => exchange.Engine.Name));
    }

    [Fact]
    public void ADisagreementIsReportedReducedAndCanBeReadBack()
    {
        var result = Run(TestedEngines.Exchange(Opcode.JumpIfGreater, Opcode.JumpIfGreaterOrEqual));

        Assert.True(result.Disagreed, result.Describe());
        var reduced = result.Case;
        Assert.NotNull(reduced);
        Assert.InRange(reduced.Program.Length, 2, 8);
        Assert.Contains(reduced.Program, step => step.Code == Opcode.JumpIfGreater);
        Assert.Equal(reduced.ToLine(), TruthCase.Parse(reduced.ToLine()).ToLine());
        Assert.Contains(Disassembler.Format(reduced.Program), result.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void AReadBehindTheFrameEndsTheChildAndNamesTheProgram()
    {
        var result = Run(TestedEngines.ReadsOn);

        Assert.False(result.Succeeded || result.Disagreed || result.Stalled, result.Describe());
        Assert.NotNull(result.Case);
        Assert.Contains(TestedEngines.ReadsOn, result.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEngineThatHangsIsEndedAndNamed()
    {
        // However long the child takes to start, it does not get on; so the limit may be short.
        var result = ChildProcess.Run(Request(TestedEngines.Loops), TimeSpan.FromSeconds(1));

        Assert.True(result.Stalled);
        Assert.False(result.Succeeded);
    }

    [Fact]
    public void TheKeptCasesAreVerified()
    {
        foreach (var truthCase in PastFailures.Read())
        {
            Assert.True(
                FilterProgram.TryCreate(truthCase.Program, Validator.InstructionCeiling, truthCase.Profile, out _, out var error), error.ToString());
            Assert.Equal(truthCase.ToLine(), TruthCase.Parse(truthCase.ToLine()).ToLine());
        }
    }

    private static ChildResult Run(string engines) => ChildProcess.Run(Request(engines), TruthScale.StallLimit);

    private static ChildRequest Request(string engines) => new(
        ChildTask.RandomPairs, engines, ValidatorProfile.Minix, TruthScale.DefaultSeed, FirstProgram: 0, ProgramsToNotice, FramesAProgram);

    private static (ushort Opcode, TestedEngine Engine) Exchange(ushort opcode)
    {
        // The opcode that shares the most high and low bits, of those that validation lets stand in the same place.
        var other = opcode switch
        {
            Opcode.Jump => Opcode.LoadImmediate,
            Opcode.Return => Opcode.ReturnA,
            Opcode.ReturnA => Opcode.Return,
            Opcode.Store => Opcode.StoreX,
            Opcode.StoreX => Opcode.Store,
            Opcode.Divide => Opcode.Modulo,
            Opcode.Modulo => Opcode.Divide,
            Opcode.LoadScratch => Opcode.LoadXScratch,
            Opcode.LoadXScratch => Opcode.LoadScratch,
            _ => Programs.Opcodes
                .Where(code => code != opcode && (code & 7) == (opcode & 7))
                .Where(code => code is not (Opcode.Jump or Opcode.LoadScratch or Opcode.LoadXScratch or Opcode.Divide or Opcode.Modulo))
                .MinBy(code => System.Numerics.BitOperations.PopCount((uint)(code ^ opcode))),
        };
        return (opcode, TestedEngines.Named(TestedEngines.Exchange(opcode, other))[0]);
    }
}
