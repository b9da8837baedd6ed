using Bpf.Engine.Filter;
using Bpf.Engine.Tests.Filter;

namespace Bpf.Engine.Truth.Tests;

/// <summary>[VM-5]: the validator is strict where libpcap's is not. Every class of refusal has its name.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void EveryClassIsRefusedByName()
    {
        foreach (var (name, violation, program) in RefusedPrograms.All)
        {
            AssertRefused(name, violation, program, ValidatorProfile.Minix);
            AssertRefused(name, violation, program, ValidatorProfile.OpenBsd);
        }

        foreach (var (name, violation, program) in RefusedPrograms.ByMinix)
        {
            AssertRefused(name, violation, program, ValidatorProfile.Minix);
            Assert.True(Validator.Validate(program, Validator.InstructionCeiling, ValidatorProfile.OpenBsd, out _), name);
        }

        // Only asked, never run: what it lets through is why libpcap's machine sees nothing here that our validator has not seen.
        var accepted = RefusedPrograms.All.Where(row => LibpcapOracle.Accepts(row.Program)).Select(row => row.Name);
        TestContext.Current.TestOutputHelper?.WriteLine($"libpcap's validator accepts: {string.Join("; ", accepted)}");
    }

    [Fact]
    public void TheTableHasEveryClass()
    {
        var named = RefusedPrograms.All.Concat(RefusedPrograms.ByMinix).Select(row => row.Violation).Append(ValidationViolation.None);

        Assert.Equal(Enum.GetValues<ValidationViolation>().Order(), named.Distinct().Order());
    }

    [Fact]
    public void EachOfThe65536OpcodesIsOneOfThe49OrRefusedByName()
    {
        var accepted = new Dictionary<ValidatorProfile, int>();
        foreach (var profile in Enum.GetValues<ValidatorProfile>())
        {
            for (var code = 0; code <= ushort.MaxValue; code++)
            {
                // Behind a store, with a constant that suits every instruction: only the opcode can be wrong.
                Instruction[] program = [Programs.Do(Opcode.Store, 1), Programs.Do((ushort)code, 1), Programs.Do(Opcode.Return), Programs.Do(Opcode.Return)];
                if (Validator.Validate(program, Validator.DefaultMaxInstructions, profile, out var error))
                    accepted[profile] = accepted.GetValueOrDefault(profile) + 1;
                else
                    Assert.Equal((ValidationViolation.UnknownOpcode, 1), (error.Violation, error.InstructionIndex));
            }
        }

        Assert.Equal(Enum.GetValues<ValidatorProfile>().ToDictionary(profile => profile, _ => Programs.Opcodes.Length), accepted);
    }

    private static void AssertRefused(string name, ValidationViolation violation, Instruction[] program, ValidatorProfile profile)
    {
        Assert.False(Validator.Validate(program, Validator.InstructionCeiling, profile, out var error), name);
        Assert.Equal((name, violation), (name, error.Violation));
        Assert.NotEmpty(error.Sentence);
    }
}
