using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// Compiles a verified program to machine code [VM-6]: a list of passes over one array of nodes, each a walk up or down, then the runtime's
/// own compiler, which does what compilers do with locals and branches (registers, common subexpressions, folding).
/// <code>
///   Lower      instructions to nodes, what no path reaches is left out
///   Value      ranges of registers: fixed offsets, decided tests, jumps threaded past them
///   Need       how long must a frame be from here on; rejections that nothing can avoid
///   Check      one comparison with the length for all loads that it covers
///   Liveness   what nobody reads is not computed
///   ByteOrder  constants turned around instead of loaded bytes
///   Emit       intermediate language
/// </code>
/// Nothing of it is specific to a processor. Safe on any thread.
/// </summary>
internal static class FilterJit
{
    private static readonly Type[] Parameters = [typeof(byte).MakeByRefType(), typeof(nuint), typeof(uint)];

    /// <summary>
    /// Whether this process can run what is compiled: the runtime may make code and really compiles it (under WebAssembly or NativeAOT it would
    /// be interpreted, slower than <see cref="Interpreter"/>), and an address has the 64 bits in which X + k cannot wrap.
    /// </summary>
    public static bool IsSupported { get; } =
        RuntimeFeature.IsDynamicCodeSupported && RuntimeFeature.IsDynamicCodeCompiled && Environment.Is64BitProcess;

    /// <summary>
    /// Compiles <paramref name="instructions"/>, which were verified, all the way: the first call is as fast as the last. The code lives as long
    /// as the delegate, which is for nothing else.
    /// </summary>
    public static (Delegate Method, FilterCode Code) Compile(ReadOnlySpan<Instruction> instructions)
    {
        var method = new DynamicMethod("bpf", typeof(uint), Parameters, typeof(FilterJit).Module);
        EmitPass.Run(Optimize(instructions), method.GetILGenerator());
        // Making a delegate is what compiles.
        var keeper = method.CreateDelegate<Keeper>();
        return (keeper, FilterCode.Of(method));
    }

    /// <summary>The passes before the last, for tests that look at what they did.</summary>
    internal static JitProgram Optimize(ReadOnlySpan<Instruction> instructions)
    {
        var program = LowerPass.Run(instructions);
        ValuePass.Run(program);
        NeedPass.Run(program);
        CheckPass.Run(program);
        LivenessPass.Run(program);
        ByteOrderPass.Run(program);
        return program;
    }

    private delegate uint Keeper(ref byte frame, nuint length, uint wireLength);
}
