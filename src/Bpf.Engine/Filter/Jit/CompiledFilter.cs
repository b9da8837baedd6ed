namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// The machine code of a program, shared by all programs with the same instructions and gone with the last of them. The code lies outside the
/// collected heap, so its size is told to the collector, which would otherwise see no reason to come.
/// </summary>
internal sealed class CompiledFilter
{
    private readonly CodeCache cache;

    // Keeps the code.
    private readonly Delegate method;

    internal CompiledFilter(CodeCache cache, (Delegate Method, FilterCode Code) compiled, long bytes)
    {
        this.cache = cache;
        (method, Code) = compiled;
        Bytes = bytes;
        GC.AddMemoryPressure(bytes);
    }

    /// <summary>Tells the cache that the code's memory is free again.</summary>
    ~CompiledFilter()
    {
        GC.RemoveMemoryPressure(Bytes);
        cache.Free(Bytes);
        GC.KeepAlive(method);
    }

    /// <summary>The code; callable as long as this object is held.</summary>
    public FilterCode Code { get; }

    /// <summary>The memory that it takes, about.</summary>
    public long Bytes { get; }
}
