using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Interop;

/// <summary>
/// One call of <c>pcap_compile</c>: handle, program and error text live inside it, and managed memory comes out.
/// </summary>
internal static unsafe class LibpcapCompiler
{
    /// <summary>
    /// The network mask of the interface is not known here, as it is not in a capture file. tcpdump then says 0, and so do we:
    /// <c>ip broadcast</c> matches 0.0.0.0 and 255.255.255.255.
    /// </summary>
    private const uint UnknownNetmask = 0;

    /// <summary>DLT_RAW inside libpcap, on every system that .NET runs on; capture files number it 101.</summary>
    private const int RawDlt = 12;

    /// <summary>
    /// libpcap's parser is reentrant since 1.8, but the name tables that it searches (protocols, services) and older versions are not.
    /// One compile at a time also bounds the memory that expensive expressions can hold together.
    /// </summary>
    private static readonly Lock OneAtATime = new();

    /// <summary>Compiles; false with the reason. The instructions are not verified.</summary>
    public static bool TryCompile(
        string expression,
        LinkType linkType,
        uint snapLength,
        bool optimize,
        [NotNullWhen(true)] out Instruction[]? instructions,
        [NotNullWhen(false)] out FilterCompileError? error)
    {
        instructions = null;
        try
        {
            lock (OneAtATime)
            {
                instructions = Compile(expression, linkType, (int)snapLength, optimize, out error);
                return instructions is not null;
            }
        }
        catch (DllNotFoundException missing)
        {
            error = new(FilterCompileErrorKind.CompilerUnavailable,
                $"filters cannot be compiled, because libpcap is not installed ({missing.Message}); on Debian and Ubuntu: apt-get install libpcap0.8");
            return false;
        }
    }

    private static Instruction[]? Compile(string expression, LinkType linkType, int snapLength, bool optimize, out FilterCompileError? error)
    {
        error = null;
        var handle = Libpcap.OpenDead(ToDlt(linkType), snapLength);
        if (handle == 0)
        {
            error = new(FilterCompileErrorKind.CompilerUnavailable, "libpcap has no memory for a compiler");
            return null;
        }

        try
        {
            Libpcap.BpfProgram program;
            if (Libpcap.Compile(handle, &program, expression, optimize ? 1 : 0, UnknownNetmask) != 0)
            {
                // SAFETY: the text is NUL terminated and belongs to the handle, which is open until the finally block; it is copied here.
                var sentence = Marshal.PtrToStringUTF8((nint)Libpcap.GetError(handle)) ?? "";
                error = new(FilterCompileErrorKind.Syntax, sentence);
                return null;
            }

            try
            {
                // SAFETY: on success libpcap's program is Length instructions at Instructions, until FreeCode; they are copied here.
                return new ReadOnlySpan<Instruction>(program.Instructions, checked((int)program.Length)).ToArray();
            }
            finally
            {
                Libpcap.FreeCode(&program);
            }
        }
        finally
        {
            Libpcap.Close(handle);
        }
    }

    private static int ToDlt(LinkType linkType) => linkType == LinkType.Raw ? RawDlt : (int)linkType;
}
