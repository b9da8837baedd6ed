using Bpf.Engine.Filter;
using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Tests.Filter.Programs;

namespace Bpf.Engine.Tests.Filter;

/// <summary>[VM-5], [IOCTL-5]: what is refused, which instruction is named, which rule.</summary>
public sealed class ValidatorTests
{
    private const int Max = 512;

    public static TheoryData<string, string, int?, Instruction[]> Refused => new()
    {
        { "no instruction", nameof(ValidationViolation.Empty), null, [] },
        { "more than allowed", nameof(ValidationViolation.TooLong), null, [.. Enumerable.Repeat(Do(Return), Max + 1)] },
        { "a backward ja", nameof(ValidationViolation.JumpOutside), 1, [Do(LoadImmediate), Do(Jump, unchecked((uint)-2)), Do(Return)] },
        { "a ja to itself", nameof(ValidationViolation.JumpOutside), 0, [Do(Jump, unchecked((uint)-1)), Do(Return)] },
        { "a ja past the end", nameof(ValidationViolation.JumpOutside), 0, [Do(Jump, 1), Do(Return)] },
        { "a ja as the last", nameof(ValidationViolation.JumpOutside), 0, [Do(Jump, 0)] },
        { "jt past the end", nameof(ValidationViolation.JumpOutside), 0, [Test(JumpIfEqual, 0, 1, 0), Do(Return)] },
        { "jf past the end", nameof(ValidationViolation.JumpOutside), 0, [Test(JumpIfSetX, 0, 0, 255), Do(Return)] },
        { "a test as the last", nameof(ValidationViolation.JumpOutside), 1, [Do(LoadImmediate), Test(JumpIfGreater, 1, 0, 0)] },
        { "an unknown opcode", nameof(ValidationViolation.UnknownOpcode), 1, [Do(LoadImmediate), Do(0x38), Do(Return)] },
        { "a class without its operation", nameof(ValidationViolation.UnknownOpcode), 0, [Do(0xb4), Do(Return)] },
        { "high bits in an opcode", nameof(ValidationViolation.UnknownOpcode), 0, [Do(0x106), Do(Return)] },
        { "neg with X", nameof(ValidationViolation.UnknownOpcode), 0, [Do(0x8c), Do(Return)] },
        { "st M[16]", nameof(ValidationViolation.ScratchIndex), 0, [Do(Store, 16), Do(Return)] },
        { "stx M[16]", nameof(ValidationViolation.ScratchIndex), 0, [Do(StoreX, 16), Do(Return)] },
        { "ld M[16]", nameof(ValidationViolation.ScratchIndex), 1, [Do(Store, 0), Do(LoadScratch, 16), Do(Return)] },
        { "ldx M[2^32 - 1]", nameof(ValidationViolation.ScratchIndex), 0, [Do(LoadXScratch, uint.MaxValue), Do(Return)] },
        { "div #0", nameof(ValidationViolation.DivisionByZero), 0, [Do(Divide, 0), Do(Return)] },
        { "mod #0", nameof(ValidationViolation.DivisionByZero), 0, [Do(Modulo, 0), Do(Return)] },
        { "no return at the end", nameof(ValidationViolation.RunsOffTheEnd), 1, [Do(LoadImmediate), Do(CopyAToX)] },
        { "no return on one path", nameof(ValidationViolation.RunsOffTheEnd), 2, [Test(JumpIfEqual, 0, 1, 0), Do(Return), Do(Add, 1)] },
    };

    public static TheoryData<string, string, int?, Instruction[]> RefusedByMinix => new()
    {
        { "lsh #32", nameof(ValidationViolation.ShiftTooWide), 0, [Do(ShiftLeft, 32), Do(Return)] },
        { "rsh #2^32 - 1", nameof(ValidationViolation.ShiftTooWide), 0, [Do(ShiftRight, uint.MaxValue), Do(Return)] },
        { "ld of an unwritten word", nameof(ValidationViolation.UnwrittenScratch), 0, [Do(LoadScratch, 0), Do(Return)] },
        { "ldx of an unwritten word", nameof(ValidationViolation.UnwrittenScratch), 1, [Do(Store, 1), Do(LoadXScratch, 2), Do(Return)] },
        {
            "ld of a word that one path writes", nameof(ValidationViolation.UnwrittenScratch), 2,
            [Test(JumpIfEqual, 0, 0, 1), Do(Store, 3), Do(LoadScratch, 3), Do(Return)]
        },
        {
            "a word written behind the jump that skips it", nameof(ValidationViolation.UnwrittenScratch), 3,
            [Do(Jump, 1), Do(Store, 3), Do(LoadImmediate), Do(LoadScratch, 3), Do(Return)]
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void BothProfilesRefuse(string name, string violation, int? index, Instruction[] program)
    {
        AssertRefused(name, violation, index, program, ValidatorProfile.Minix);
        AssertRefused(name, violation, index, program, ValidatorProfile.OpenBsd);
    }

    [Theory]
    [MemberData(nameof(RefusedByMinix))]
    public void OnlyMinixRefuses(string name, string violation, int? index, Instruction[] program)
    {
        AssertRefused(name, violation, index, program, ValidatorProfile.Minix);
        Assert.True(Validator.Validate(program, Max, ValidatorProfile.OpenBsd, out _));
    }

    [Theory]
    [InlineData((ushort)0xffff, 0, nameof(ValidationViolation.UnknownOpcode))]
    [InlineData(Jump, 7, nameof(ValidationViolation.JumpOutside))]
    [InlineData(Store, 16, nameof(ValidationViolation.ScratchIndex))]
    [InlineData(Divide, 0, nameof(ValidationViolation.DivisionByZero))]
    public void OnlyOpenBsdLooksAtWhatNoPathReaches(int code, uint k, string violation)
    {
        Instruction[] program = [Do(Jump, 1), Do((ushort)code, k), Do(Return)];

        Assert.True(Validator.Validate(program, Max, ValidatorProfile.Minix, out _));
        AssertRefused("", violation, 1, program, ValidatorProfile.OpenBsd);
    }

    [Fact]
    public void AnUnreachableEndNeedNotReturnForMinix()
    {
        Instruction[] program = [Do(Return, 3), Do(LoadImmediate)];

        Assert.Equal(3u, Verified(ValidatorProfile.Minix, program).Run([], 0));
        AssertRefused("", nameof(ValidationViolation.RunsOffTheEnd), 1, program, ValidatorProfile.OpenBsd);
    }

    [Fact]
    public void AWordThatBothPathsWriteMayBeRead()
    {
        Instruction[] program = [Test(JumpIfEqual, 0, 0, 2), Do(Store, 3), Do(Jump, 1), Do(StoreX, 3), Do(LoadScratch, 3), Do(ReturnA)];

        Assert.True(Validator.Validate(program, Max, ValidatorProfile.Minix, out var error), error.ToString());
    }

    [Fact]
    public void ExactlyTheFortyNineOpcodesAreInstructions()
    {
        for (var code = 0; code <= ushort.MaxValue; code++)
        {
            // Behind a store of the word that loads read, with a constant that suits every instruction, in front of a return.
            Instruction[] program = [Do(Store, 1), new((ushort)code, 0, 0, 1), Do(Return), Do(Return)];
            foreach (var profile in Enum.GetValues<ValidatorProfile>())
            {
                var valid = Validator.Validate(program, Max, profile, out var error);
                Assert.Equal(Opcodes.Contains((ushort)code), valid);
                if (!valid) Assert.Equal((ValidationViolation.UnknownOpcode, 1), (error.Violation, error.InstructionIndex));
            }
        }
    }

    [Theory]
    [InlineData(7)]
    public void MinixAcceptsExactlyWhatWalkingEveryPathAccepts(int seed)
    {
        // Small programs, so that every path can be walked one by one: no data flow, no joins, another way to the same answer.
        var random = new Random(seed);
        var accepted = 0;
        for (var round = 0; round < 60_000; round++)
        {
            var program = Programs.Random(random, maxLength: 9);
            if (random.Next(3) == 0) program[random.Next(program.Length)] = Do((ushort)random.Next(256), (uint)random.Next(34));

            var valid = Validator.Validate(program, Max, ValidatorProfile.Minix, out var error);

            if (valid != EveryPathIsFine(program, 0, 0)) Assert.Fail($"{error}: {Describe(seed, program, [], 0)}");
            if (valid) accepted++;
        }

        Assert.InRange(accepted, 10_000, 50_000);
    }

    [Fact]
    public void WhatMinixAcceptsWithoutDeadCodeLibpcapAcceptsToo()
    {
        var random = new Random(8);
        for (var round = 0; round < 20_000; round++)
        {
            var program = Programs.Random(random, maxLength: 20);
            if (Validator.Validate(program, Max, ValidatorProfile.Minix, out _) && Validator.Validate(program, Max, ValidatorProfile.OpenBsd, out _))
                Assert.True(LibpcapOracle.Accepts(program), Describe(8, program, [], 0));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Validator.InstructionCeiling + 1)]
    public void ALimitOutsideTheCeilingIsAMistakeOfTheCaller(int limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Validator.Validate([Do(Return)], limit, ValidatorProfile.Minix, out _));

    [Fact]
    public void TheLongestProgramIsCheckedToItsEnd()
    {
        Instruction[] program = [.. Enumerable.Repeat(Do(Add, 1), Validator.InstructionCeiling - 1), Do(ReturnA)];

        Assert.Equal((uint)Validator.InstructionCeiling - 1, Verified(ValidatorProfile.Minix, program).Run([], 0));
        program[^1] = Do(Add, 1);
        Assert.False(FilterProgram.TryCreate(program, Validator.InstructionCeiling, ValidatorProfile.Minix, out var none, out var error));
        Assert.Null(none);
        Assert.Equal(Validator.InstructionCeiling - 1, error.InstructionIndex);
    }

    [Fact]
    public void AProgramIsACopyThatTheCallerCannotChange()
    {
        Instruction[] instructions = [Do(Return, 1)];
        var program = Verified(ValidatorProfile.Minix, instructions);

        instructions[0] = Do(Jump, uint.MaxValue);

        Assert.Equal(1u, program.Run([], 0));
        Assert.Equal(Do(Return, 1), program.Instructions[0]);
    }

    private static void AssertRefused(string name, string violation, int? index, Instruction[] program, ValidatorProfile profile)
    {
        Assert.False(Validator.Validate(program, Max, profile, out var error), name);
        Assert.Equal((violation, index), (error.Violation.ToString(), error.InstructionIndex));
        Assert.Equal(error.Violation == ValidationViolation.TooLong ? "IOCTL-5" : "VM-5", error.Rule);
        Assert.NotEmpty(error.Sentence);
        if (index is { } at) Assert.Contains($"instruction {at} ", error.Sentence, StringComparison.Ordinal);
    }

    private static bool EveryPathIsFine(Instruction[] program, int at, int written)
    {
        if (at >= program.Length || !Opcodes.Contains(program[at].Code)) return false;
        var (code, k) = (program[at].Code, program[at].K);
        return code switch
        {
            Return or ReturnA => true,
            Jump => k < 100 && EveryPathIsFine(program, at + 1 + (int)k, written),
            Store or StoreX => k < 16 && EveryPathIsFine(program, at + 1, written | 1 << (int)k),
            LoadScratch or LoadXScratch => k < 16 && (written & 1 << (int)k) != 0 && EveryPathIsFine(program, at + 1, written),
            Divide or Modulo => k != 0 && EveryPathIsFine(program, at + 1, written),
            ShiftLeft or ShiftRight => k < 32 && EveryPathIsFine(program, at + 1, written),
            _ when (code & 7) == 5 =>
                EveryPathIsFine(program, at + 1 + program[at].JumpTrue, written) && EveryPathIsFine(program, at + 1 + program[at].JumpFalse, written),
            _ => EveryPathIsFine(program, at + 1, written),
        };
    }
}
