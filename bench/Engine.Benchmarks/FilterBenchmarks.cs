using BenchmarkDotNet.Attributes;
using Bpf.Engine.Filter;
using Bpf.Wire;
using FilterBench;

namespace EngineBenchmarks;

/// <summary>One filter over 4,096 mixed frames: both engines, and what compiling costs.</summary>
[MemoryDiagnoser]
public class FilterBenchmarks : IDisposable
{
    private const int FrameCount = 4096;

    private readonly Traffic traffic = new(FrameCount, seed: 1);
    private FilterProgram compiled = null!;
    private FilterProgram interpreted = null!;
    private uint snapLength = 262144;

    /// <summary>The filter.</summary>
    [Params("ip", "tcp port 80", "port 53 or port 80 or port 443 or port 8080 or port 22 or icmp or arp")]
    public string Expression { get; set; } = "";

    /// <summary>Compiles the filter for both engines.</summary>
    [GlobalSetup]
    public void Setup()
    {
        compiled = Program();
        compiled.Use(FilterEngine.Jit);
        interpreted = Program();
        interpreted.Use(FilterEngine.Interpreter);
    }

    /// <summary>A frame by machine code.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = FrameCount)]
    public ulong MachineCode() => Run(compiled);

    /// <summary>A frame by the interpreter.</summary>
    [Benchmark(OperationsPerInvoke = FrameCount)]
    public ulong Interpreter() => Run(interpreted);

    /// <summary>Expression to program to machine code, a new program every time.</summary>
    [Benchmark]
    public bool Compile()
    {
        snapLength = snapLength == 1 ? 262144 : snapLength - 1;
        var program = Program();
        program.Use(FilterEngine.Jit);
        return program.IsCompiled;
    }

    /// <summary>Gives the frames back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        traffic.Dispose();
        GC.SuppressFinalize(this);
    }

    private FilterProgram Program() => new FilterCompiler().Compile(Expression, LinkType.Ethernet, snapLength).Program!;

    private ulong Run(FilterProgram program)
    {
        ulong sum = 0;
        for (var index = 0; index < FrameCount; index++) sum += program.Run(traffic[index], 1514);
        return sum;
    }
}
