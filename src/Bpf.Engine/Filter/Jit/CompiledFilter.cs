namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// The machine code of a program, shared by all programs with the same instructions and gone with the last of them. The code lies outside the
/// collected heap, so its size is told to the collector, which would otherwise see no reason to come.
/// </summary>
internal sealed class CompiledFilter
{
    private readonly CodeCache cache;

    internal CompiledFilter(CodeCache cache, Instruction[] instructions, FilterCode code, long bytes)
    {
        this.cache = cache;
        Instructions = instructions;
        Code = code;
        Bytes = bytes;
        GC.AddMemoryPressure(bytes);
    }

    /// <summary>Tells the cache that the code's memory is free again.</summary>
    ~CompiledFilter()
    {
        GC.RemoveMemoryPressure(Bytes);
        cache.Free(Bytes);
    }

    /// <summary>What was compiled.</summary>
    public Instruction[] Instructions { get; }

    /// <summary>The code; callable as long as anybody holds it.</summary>
    public FilterCode Code { get; }

    /// <summary>The memory that it takes, about.</summary>
    public long Bytes { get; }
}
