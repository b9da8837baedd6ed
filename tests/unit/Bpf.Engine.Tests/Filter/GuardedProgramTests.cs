using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Filter;

/// <summary>A guard and a program as one decide as the two in turn.</summary>
public sealed class GuardedProgramTests
{
    [Theory]
    [InlineData(11, ValidatorProfile.Minix)]
    [InlineData(12, ValidatorProfile.OpenBsd)]
    public void TheGuardDecidesFirstAndNeitherSeesTheOther(int seed, ValidatorProfile profile)
    {
        var random = new Random(seed);
        for (var made = 0; made < 4_000;)
        {
            // Guards are compiled expressions; what matters of them here is that they write registers and scratch words, and return constants.
            var instructions = Programs.Random(random, maxLength: 20).Select(Constant).ToArray();
            if (!FilterProgram.TryCreate(instructions, 512, ValidatorProfile.Minix, out var guard, out _)) continue;
            if (!FilterProgram.TryCreate(Programs.Random(random, maxLength: 20), 512, profile, out var program, out _)) continue;
            // A guard that passes one profile passes the other only if both think so of all its instructions.
            if (!FilterProgram.TryCreate(guard.Instructions, 512, profile, out _, out _)) continue;
            made++;
            var snapLength = (uint)random.Next(1, 200);
            Assert.True(GuardedProgram.TryCompose(guard, program, snapLength, out var composed));
            for (var round = 0; round < 8; round++)
            {
                var frame = Programs.RandomFrame(random, maxLength: 40);
                var expected = guard.Run(frame, 1500) == 0 ? 0 : Math.Min(program.Run(frame, 1500), snapLength);
                if (composed!.Run(frame, 1500) != expected) Assert.Fail($"not {expected}: {Programs.Describe(seed, composed.Instructions.ToArray(), frame, 1500)}");
            }
        }

        static Instruction Constant(Instruction instruction) => instruction.Code == Opcode.ReturnA ? Programs.Do(Opcode.Return, 1) : instruction;
    }

    // Joined as expressions, "vlan" on the left would make the condition on the right look four bytes further on.
    [Theory]
    [InlineData("ip or vlan")]
    [InlineData("not vlan or vlan")]
    [InlineData("ip or mpls")]
    [InlineData("ip or pppoes")]
    public void NoExpressionChangesWhatTheGuardLooksAt(string expression)
    {
        var guard = Compile("udp port 53");
        Assert.True(GuardedProgram.TryCompose(guard, Compile(expression), FilterProgram.AcceptWhole, out var composed));
        var random = new Random(13);
        var accepted = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var frame = Frames.Like(random);
            if (composed!.Run(frame, (uint)frame.Length) == 0) continue;
            Assert.NotEqual(0u, guard.Run(frame, (uint)frame.Length));
            accepted++;
        }

        Assert.NotEqual(0, accepted);
    }

    [Fact]
    public void WithoutAGuardOnlyTheLengthIsLimited()
    {
        Assert.True(GuardedProgram.TryCompose(null, null, FilterProgram.AcceptWhole, out var nothing));
        Assert.Null(nothing);
        Assert.True(GuardedProgram.TryCompose(null, null, 64, out var limit));
        Assert.Equal(64u, limit!.Run(new byte[100], 100));
        Assert.True(GuardedProgram.TryCompose(null, Programs.Verified(ValidatorProfile.Minix, Programs.Do(Opcode.Return, 16)), 64, out limit));
        Assert.Equal(16u, limit!.Run(new byte[100], 100));
    }

    [Fact]
    public void TwoProgramsThatAreTooLongTogetherAreNotJoined()
    {
        var half = Programs.Verified(
            ValidatorProfile.Minix, [.. Enumerable.Repeat(Programs.Do(Opcode.LoadImmediate), Validator.InstructionCeiling / 2), Programs.Do(Opcode.Return, 1)]);
        Assert.False(GuardedProgram.TryCompose(half, half, FilterProgram.AcceptWhole, out _));
    }

    private static FilterProgram Compile(string expression)
    {
        var result = new FilterCompiler().Compile(expression, LinkType.Ethernet);
        Assert.True(result.Succeeded, result.Error?.Message);
        return result.Program!;
    }
}
