using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Engine.Filter.Jit;
using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Tests.Filter.Programs;

namespace Bpf.Engine.Tests.Filter;

/// <summary>Which engine runs a program, who decides it, and when it changes.</summary>
public sealed class FilterEngineTests
{
    [Fact]
    public void AProgramThatIsOnlyLookedAtIsNotCompiled()
    {
        var program = Verified(ValidatorProfile.Minix, Do(LoadByte, 0), Do(ReturnA));

        Assert.Equal(7u, program.Run([7], 1));
        Assert.False(program.IsCompiled);
    }

    [Fact]
    public void TheJitIsThereBeforeTheFirstFrame()
    {
        var program = Verified(ValidatorProfile.Minix, Do(LoadByte, 1), Do(ReturnA));

        program.Use(FilterEngine.Jit);

        Assert.True(program.IsCompiled);
        Assert.Equal(8u, program.Run([7, 8], 2));
    }

    [Fact]
    public void AutomaticallyAProgramIsInterpretedUntilItIsCompiled()
    {
        var program = Verified(ValidatorProfile.Minix, Do(LoadByte, 2), Do(ReturnA));

        program.Use(FilterEngine.Auto);

        Assert.Equal(9u, program.Run([7, 8, 9], 3));
        Assert.True(SpinWait.SpinUntil(() => program.IsCompiled, TimeSpan.FromMinutes(2)));
        Assert.Equal(9u, program.Run([7, 8, 9], 3));
    }

    [Fact]
    public void TheInterpreterStaysWhereItIsChosen()
    {
        var program = Verified(ValidatorProfile.Minix, Do(LoadByte, 3), Do(ReturnA));
        program.Use(FilterEngine.Jit);

        program.Use(FilterEngine.Interpreter);
        // As when the background comes to it only now.
        program.CompileInBackground();

        Assert.False(program.IsCompiled);
        Assert.Equal(5u, program.Run([0, 0, 0, 5], 4));
        program.Use(FilterEngine.Jit);
        Assert.True(program.IsCompiled);
    }

    [Fact]
    public void AProgramThatIsTooLongStaysWithTheInterpreter()
    {
        var longest = Verified(ValidatorProfile.Minix, Long(CodeCache.MaxInstructions));
        var tooLong = Verified(ValidatorProfile.Minix, Long(CodeCache.MaxInstructions + 1));

        longest.Use(FilterEngine.Jit);
        tooLong.Use(FilterEngine.Jit);

        Assert.True(longest.IsCompiled);
        Assert.False(tooLong.IsCompiled);
        Assert.Equal(CodeCache.MaxInstructions - 1u, longest.Run([1], 1));
        Assert.Equal((uint)CodeCache.MaxInstructions, tooLong.Run([1], 1));
    }

    [Fact]
    public async Task FramesRunWhileTheEngineChanges()
    {
        var program = Verified(ValidatorProfile.Minix, Do(LoadHalf, 0), Test(JumpIfEqual, 0x0102, 0, 1), Do(Return, 3), Do(Return, 4));
        var isDone = false;
        var runners = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                Assert.Equal(3u, program.Run([1, 2], 2));
                Assert.Equal(4u, program.Run([2, 1], 2));
                Assert.Equal(0u, program.Run([1], 2));
            }
        }, TestContext.Current.CancellationToken)).ToArray();

        for (var round = 0; round < 2_000; round++) program.Use(round % 2 == 0 ? FilterEngine.Jit : FilterEngine.Interpreter);
        Volatile.Write(ref isDone, true);

        await Task.WhenAll(runners).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(FilterEngine.Jit, true)]
    [InlineData(FilterEngine.Interpreter, false)]
    public void ADeviceRunsItsFilterOnItsTablesEngine(FilterEngine engine, bool isCompiled)
    {
        var rig = new DeviceRig(limits: new DeviceLimits { FilterEngine = engine });
        var program = Verified(ValidatorProfile.Minix, Do(LoadByte, 4), Do(ReturnA));

        Assert.Equal(Errno.OK, rig.Device.SetFilter(DeviceRig.Owner, program));

        Assert.Equal(isCompiled, program.IsCompiled);
    }

    [Fact]
    public void AFilterThatIsRefusedIsNotCompiled()
    {
        var rig = new DeviceRig(limits: new DeviceLimits { FilterEngine = FilterEngine.Jit, MaxInstructions = 3 });
        var program = Verified(ValidatorProfile.Minix, Long(4));

        Assert.Equal(Errno.EINVAL, rig.Device.SetFilter(DeviceRig.Owner, program));

        Assert.False(program.IsCompiled);
    }

    private static Instruction[] Long(int length) => [Do(LoadByte, 0), .. Enumerable.Repeat(Do(Add, 1), length - 2), Do(ReturnA)];
}
