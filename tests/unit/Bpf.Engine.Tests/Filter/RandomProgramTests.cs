using Bpf.Engine.Filter;

namespace Bpf.Engine.Tests.Filter;

/// <summary>[VM-6]: random verified programs on random frames, every engine and the model alike.</summary>
public sealed class RandomProgramTests
{
    private const int FramesAProgram = 16;

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(2, 10_000)]
    public void TheInterpreterAgreesWithLibpcap(int seed, int programs)
    {
        var random = new Random(seed);
        var compared = 0;
        for (var made = 0; made < programs;)
        {
            var instructions = Programs.Random(random, maxLength: 40);
            if (!FilterProgram.TryCreate(instructions, 512, ValidatorProfile.Minix, out var program, out _)) continue;
            made++;
            for (var round = 0; round < FramesAProgram; round++)
            {
                var frame = Programs.RandomFrame(random, maxLength: 48);
                var wireLength = (uint)random.Next(2000);
                var verdict = program.Run(frame, wireLength);
                var expected = LibpcapOracle.Run(instructions, frame, wireLength);
                if (verdict != expected)
                {
                    // The one place where the rules differ: the model knows it.
                    expected = ModelMachine.Run(instructions, frame, wireLength, out var libpcapDiffers);
                    if (!libpcapDiffers || verdict != expected)
                        Assert.Fail($"{verdict} instead of {expected}: {Programs.Describe(seed, instructions, frame, wireLength)}");
                }

                compared++;
            }
        }

        Assert.Equal(programs * FramesAProgram, compared);
    }

    [Theory]
    [InlineData(3, ValidatorProfile.Minix)]
    [InlineData(4, ValidatorProfile.OpenBsd)]
    public void TheInterpreterAgreesWithTheModel(int seed, ValidatorProfile profile)
    {
        var random = new Random(seed);
        for (var made = 0; made < 4_000;)
        {
            var instructions = Programs.Random(random, maxLength: 24);
            if (!FilterProgram.TryCreate(instructions, 512, profile, out var program, out _)) continue;
            made++;
            for (var round = 0; round < 4; round++)
            {
                var frame = Programs.RandomFrame(random, maxLength: 40);
                var expected = ModelMachine.Run(instructions, frame, 1500, out _);
                if (program.Run(frame, 1500) != expected) Assert.Fail($"not {expected}: {Programs.Describe(seed, instructions, frame, 1500)}");
            }
        }
    }

    [Theory]
    [InlineData(5, ValidatorProfile.Minix)]
    [InlineData(6, ValidatorProfile.OpenBsd)]
    public void WhatTheValidatorAcceptsNeverThrowsAndAlwaysEnds(int seed, ValidatorProfile profile)
    {
        // Instructions of any bits, so that a rule that the validator forgot shows as a crash or a hang; small fields make some of them valid.
        var random = new Random(seed);
        var accepted = 0;
        for (var round = 0; round < 400_000; round++)
        {
            var instructions = new Instruction[random.Next(1, 7)];
            for (var index = 0; index < instructions.Length; index++)
            {
                var code = random.Next(8) == 0 ? (ushort)random.Next(65536) : Programs.Opcodes[random.Next(Programs.Opcodes.Length)];
                var k = random.Next(3) == 0 ? (uint)random.NextInt64(1L << 32) : (uint)random.Next(-2, 20);
                instructions[index] = new Instruction(code, (byte)random.Next(4), (byte)random.Next(4), k);
            }

            if (!FilterProgram.TryCreate(instructions, 512, profile, out var program, out _)) continue;
            accepted++;
            program.Run(Programs.RandomFrame(random, maxLength: 24), (uint)random.Next());
        }

        Assert.InRange(accepted, 1_000, 400_000);
    }
}
