using Bpf.Engine.Filter;
using Bpf.Engine.Filter.Jit;

namespace Bpf.Engine.Tests.Filter;

/// <summary>One program on every engine: the interpreter, its machine code, and the model for what the answer should be [VM-6].</summary>
internal sealed class Engines
{
    private readonly FilterProgram program;
    private readonly (Delegate Keeper, FilterCode Code) compiled;

    /// <summary>Compiles the program, past the cache and its bounds.</summary>
    public Engines(FilterProgram program)
    {
        Assert.True(FilterJit.IsSupported);
        this.program = program;
        compiled = FilterJit.Compile(program.Instructions);
    }

    /// <summary>The verdict of all of them; fails, with what is needed to do it again, if they differ.</summary>
    public uint Run(ReadOnlySpan<byte> frame, uint wireLength, int seed = 0)
    {
        var expected = ModelMachine.Run(program.Instructions, frame, wireLength, out _);
        AssertEngines(expected, frame, wireLength, seed);
        return expected;
    }

    /// <summary>The same against a verdict that is known, for programs and frames that are too large for the model.</summary>
    public void AssertEngines(uint expected, ReadOnlySpan<byte> frame, uint wireLength, int seed = 0)
    {
        var interpreted = Interpreter.Run(program, frame, wireLength);
        var byCode = compiled.Code.Run(frame, wireLength);
        GC.KeepAlive(compiled.Keeper);
        if (interpreted == expected && byCode == expected) return;
        Assert.Fail(
            $"{expected} expected, {interpreted} by the interpreter, {byCode} by the machine code: "
            + Programs.Describe(seed, program.Instructions, frame.ToArray(), wireLength));
    }
}
