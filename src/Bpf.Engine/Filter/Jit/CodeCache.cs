using System.Runtime.InteropServices;

namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// Compiles programs, each set of instructions once for all who run it at the same time, and bounds the memory that code takes [VM-6].
///
/// The cache holds its code weakly: what keeps it is the programs, and what keeps those is devices, whose number is bounded. So code of
/// replaced filters is garbage. But the collector comes when it likes, and a user who sets filter after filter makes garbage faster than that;
/// hence the bound on all code that is not collected yet. When it is reached the collector is called, and if that does not help, the program
/// stays with the interpreter, which needs no memory and gives the same verdicts.
///
/// What was verified under which profile is not part of the key: the rules differ in what they let through, not in what it means.
/// Safe on any thread; compiles one program at a time.
/// </summary>
internal sealed class CodeCache(long maxBytes)
{
    /// <summary>
    /// The bound of <see cref="Shared"/>. A filter of 40 instructions takes about 10 KB, so this is a thousand and more of them; the largest
    /// device table has 4,096 devices, whose users hardly have a thousand different filters.
    /// </summary>
    public const long DefaultMaxBytes = 16 * 1024 * 1024;

    /// <summary>
    /// A longer program is left to the interpreter. The passes take time in proportion to the length, the runtime's compiler does not always: this
    /// many tests that all jump as far as they can take it 41 ms, and half as many 13 (other shapes about 2). Nobody writes such a filter by hand.
    /// </summary>
    public const int MaxInstructions = 2048;

    // What a method costs before its first instruction: descriptors, intermediate language, tables for the collector.
    private const long MethodBytes = 8 * 1024;
    private const long InstructionBytes = 64;

    // Below this many entries it is not worth looking for dead ones.
    private const int SmallestSweep = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<Key, WeakReference<CompiledFilter>> entries = [];
    private int sweepAt = SmallestSweep;
    private long bytes;

    /// <summary>The process's cache.</summary>
    public static CodeCache Shared { get; } = new(DefaultMaxBytes);

    /// <summary>Memory of all code that has not been collected, about.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Entries, those included whose code is gone.</summary>
    public int Count
    {
        get
        {
            lock (gate) return entries.Count;
        }
    }

    /// <summary>
    /// The code of <paramref name="instructions"/>, which were verified and never change; null if it may not be compiled, because it is too
    /// long or the memory for code is used up.
    /// </summary>
    public CompiledFilter? GetOrCompile(Instruction[] instructions)
    {
        if (!FilterJit.IsSupported || instructions.Length > MaxInstructions) return null;
        var key = new Key(instructions);
        lock (gate)
        {
            if (entries.TryGetValue(key, out var entry) && entry.TryGetTarget(out var known)) return known;
            var size = MethodBytes + InstructionBytes * instructions.Length;
            if (!Reserve(size)) return null;
            var compiled = new CompiledFilter(this, FilterJit.Compile(instructions), size);
            if (entries.Count >= sweepAt) Sweep();
            entries[key] = new WeakReference<CompiledFilter>(compiled);
            return compiled;
        }
    }

    /// <summary>Code of <paramref name="size"/> bytes was collected.</summary>
    internal void Free(long size) => Interlocked.Add(ref bytes, -size);

    private bool Reserve(long size)
    {
        if (Interlocked.Add(ref bytes, size) <= maxBytes) return true;
        // The pause is the price of hundreds of compilations, each dearer than it.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (Bytes <= maxBytes) return true;
        Free(size);
        return false;
    }

    /// <summary>Forgets entries whose code is gone. Half of the entries at least are new since the last time, so it costs each a constant.</summary>
    private void Sweep()
    {
        foreach (var (key, entry) in entries)
        {
            if (!entry.TryGetTarget(out _)) entries.Remove(key);
        }

        sweepAt = Math.Max(SmallestSweep, 2 * entries.Count);
    }

    /// <summary>Instructions, compared by their bytes.</summary>
    private readonly struct Key(Instruction[] instructions) : IEquatable<Key>
    {
        private readonly Instruction[] instructions = instructions;
        private readonly int hash = Hash(instructions);

        public bool Equals(Key other) => hash == other.hash && Bytes(instructions).SequenceEqual(Bytes(other.instructions));

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => hash;

        private static int Hash(Instruction[] instructions)
        {
            // Seeded at random for each process, so that nobody can prepare programs that collide.
            var hash = default(HashCode);
            hash.AddBytes(Bytes(instructions));
            return hash.ToHashCode();
        }

        private static ReadOnlySpan<byte> Bytes(Instruction[] instructions) => MemoryMarshal.AsBytes<Instruction>(instructions);
    }
}
