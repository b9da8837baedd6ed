using System.Runtime.InteropServices;
using Bpf.Engine.Filter;

namespace Bpf.Engine.Tests.Filter;

/// <summary>libpcap's own filter machine, called in this process: the second opinion on every verdict.</summary>
internal static unsafe partial class LibpcapOracle
{
    // The name under which Debian ships it; the tests need the package that the engine needs.
    private const string Library = "libpcap.so.0.8";

    public static uint Run(ReadOnlySpan<Instruction> program, ReadOnlySpan<byte> frame, uint wireLength)
    {
        // An empty span has a null pointer, which libpcap never follows: every load fails its length check first.
        fixed (Instruction* first = program)
        fixed (byte* bytes = frame)
        {
            return Filter(first, bytes, wireLength, (uint)frame.Length);
        }
    }

    public static bool Accepts(ReadOnlySpan<Instruction> program)
    {
        fixed (Instruction* first = program)
        {
            return Validate(first, program.Length) != 0;
        }
    }

    /// <summary>One line of <c>tcpdump -d</c>. The text lies in a static buffer of libpcap, so one caller at a time.</summary>
    public static string Print(Instruction instruction, int index)
    {
        lock (typeof(LibpcapOracle))
        {
            return Marshal.PtrToStringUTF8(Image(&instruction, index))!;
        }
    }

    [LibraryImport(Library, EntryPoint = "bpf_filter")]
    private static partial uint Filter(Instruction* program, byte* frame, uint wireLength, uint capturedLength);

    [LibraryImport(Library, EntryPoint = "bpf_validate")]
    private static partial int Validate(Instruction* program, int length);

    [LibraryImport(Library, EntryPoint = "bpf_image")]
    private static partial nint Image(Instruction* instruction, int index);
}
