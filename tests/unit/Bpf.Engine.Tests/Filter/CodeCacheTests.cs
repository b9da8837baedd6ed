using System.Runtime.CompilerServices;
using Bpf.Engine.Filter;
using Bpf.Engine.Filter.Jit;
using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Tests.Filter.Programs;

namespace Bpf.Engine.Tests.Filter;

/// <summary>Machine code is shared while it is used, gone when it is not, and never more than the bound.</summary>
public sealed class CodeCacheTests
{
    private const int Plenty = 64 * 1024 * 1024;

    [Fact]
    public void TheSameInstructionsAreCompiledOnce()
    {
        var cache = new CodeCache(Plenty);

        var first = cache.GetOrCompile(Number(1));
        var second = cache.GetOrCompile(Number(1));
        var other = cache.GetOrCompile(Number(2));

        Assert.NotNull(first);
        Assert.Same(first, second);
        Assert.NotSame(first, other);
        Assert.Equal(first.Bytes + other!.Bytes, cache.Bytes);
    }

    [Fact]
    public void TwoProgramsShareTheirCode()
    {
        var (first, second) = (Verified(ValidatorProfile.Minix, Number(1001)), Verified(ValidatorProfile.OpenBsd, Number(1001)));

        first.Use(FilterEngine.Jit);
        second.Use(FilterEngine.Jit);

        Assert.NotNull(first.Compiled);
        Assert.Same(first.Compiled, second.Compiled);
    }

    [Fact]
    public void ManyThreadsGetTheSameCode()
    {
        var cache = new CodeCache(Plenty);
        var compiled = new CompiledFilter?[64];

        Parallel.For(0, compiled.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, index => compiled[index] = cache.GetOrCompile(Number((uint)index % 4)));

        Assert.Equal(4, compiled.Distinct().Count());
        Assert.Equal(4, cache.Count);
    }

    [Fact]
    public void WhatIsHeldIsBounded()
    {
        var one = new CodeCache(Plenty).GetOrCompile(Number(0))!.Bytes;
        var cache = new CodeCache(10 * one);
        var held = Enumerable.Range(0, 10).Select(number => cache.GetOrCompile(Number((uint)number))).ToArray();

        Assert.DoesNotContain(null, held);
        Assert.Null(cache.GetOrCompile(Number(10)));
        Assert.Equal(10 * one, cache.Bytes);
        // What is there is there for others too.
        Assert.Same(held[3], cache.GetOrCompile(Number(3)));
        GC.KeepAlive(held);
    }

    [Fact]
    public void FilterAfterFilterFillsNothing()
    {
        var one = new CodeCache(Plenty).GetOrCompile(Number(0))!.Bytes;
        var cache = new CodeCache(50 * one);

        for (uint number = 0; number < 1_000; number++) Assert.True(IsCompiled(cache, number));

        Assert.InRange(cache.Bytes, 0, 50 * one);
        // Dead entries are swept when their number has doubled.
        Assert.InRange(cache.Count, 1, 2 * 64);
    }

    [Fact]
    public void CodeStaysAsLongAsItIsHeld()
    {
        var compiled = new CodeCache(Plenty).GetOrCompile(Number(5))!;
        for (var round = 0; round < 20; round++)
        {
            // What another has let go must not take this one along.
            IsCompiled(new CodeCache(Plenty), 5);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.Equal(5u, compiled.Code.Run([], 0));
        }

        GC.KeepAlive(compiled);
    }

    [Fact]
    public void NothingIsCompiledThatIsTooLong() =>
        Assert.Null(new CodeCache(Plenty).GetOrCompile([.. Enumerable.Repeat(Do(Add, 1), CodeCache.MaxInstructions), Do(ReturnA)]));

    // A frame of its own, so that nothing on the stack keeps the code.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsCompiled(CodeCache cache, uint number) => cache.GetOrCompile(Number(number)) is not null;

    private static Instruction[] Number(uint number) => [Do(Return, number)];
}
