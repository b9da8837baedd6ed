using Bpf.Engine.Filter;

namespace Bpf.Engine.Tests.Filter;

/// <summary>
/// [VM-6]: random verified programs on random frames, the interpreter and the model alike. Millions of them, with libpcap and against guard
/// pages, are in Bpf.Engine.Truth.Tests, whose child processes may crash; this is the quick look.
/// </summary>
public sealed class RandomProgramTests
{
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
}
