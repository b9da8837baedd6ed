using System.Runtime.CompilerServices;
using Bpf.Engine.Filter.Jit;

namespace Bpf.Engine.Filter;

/// <summary>
/// Which engine runs the program. Every program starts with the interpreter, so that nothing is compiled for a program that is only looked at.
/// A device that is given it calls <see cref="Use"/>, outside its locks; what is compiled then replaces the interpreter between two frames.
/// </summary>
public sealed partial class FilterProgram
{
    private readonly Lock engineGate = new();
    private FilterEngine engine;

    // Once there it stays as long as the program, whatever is chosen later: another thread may be about to call it.
    private CompiledFilter? compiled;

    // None while the interpreter runs the program. One pointer, read once a frame by any thread, written under the lock: a frame sees the
    // old or the new, and both are right.
    private FilterCode code;

    /// <summary>Whether this process can compile programs; where it cannot, <see cref="FilterEngine.Jit"/> means the interpreter too.</summary>
    public static bool CanCompile => FilterJit.IsSupported;

    /// <summary>True when the program runs as machine code, false when the interpreter runs it.</summary>
    public bool IsCompiled => !code.IsNone;

    /// <summary>The code that <see cref="Run"/> calls, if there is any.</summary>
    internal CompiledFilter? Compiled => compiled;

    /// <summary>
    /// Chooses the engine, for all who hold this program; the last to choose wins. <see cref="FilterEngine.Jit"/> takes up to a millisecond
    /// for a program of 50 instructions that nobody runs yet, the others take no time. A program for which there is no room among the
    /// compiled ones, or that is too long, stays with the interpreter. Any thread.
    /// </summary>
    public void Use(FilterEngine choice)
    {
        lock (engineGate)
        {
            engine = choice;
            if (choice == FilterEngine.Jit) Compile();
            if (choice == FilterEngine.Interpreter) code = default;
        }

        if (choice == FilterEngine.Auto && CanCompile && !IsCompiled) CompileQueue.Shared.Add(this);
    }

    /// <summary>
    /// Runs the program over one frame: 0 rejects it, any other value is the number of bytes to capture, at most.
    /// Allocates nothing, never throws, any thread.
    /// </summary>
    /// <param name="frame">The bytes that are present, link-layer header first.</param>
    /// <param name="wireLength">Bytes the frame had on the wire, which length loads give.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Run(ReadOnlySpan<byte> frame, uint wireLength)
    {
        var run = code;
        if (run.IsNone) return Interpreter.Run(this, frame, wireLength);
        var verdict = run.Run(frame, wireLength);
        GC.KeepAlive(this);
        return verdict;
    }

    /// <summary>Compiles the program unless somebody has chosen the interpreter since.</summary>
    internal void CompileInBackground()
    {
        lock (engineGate)
        {
            if (engine != FilterEngine.Interpreter) Compile();
        }
    }

    private void Compile()
    {
        compiled ??= CodeCache.Shared.GetOrCompile(instructions);
        if (compiled is not null) code = compiled.Code;
    }
}
