using System.Runtime.InteropServices;
using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Truth.Tests;

/// <summary>
/// A filter as libpcap's own callers use it: <c>pcap_compile</c> and <c>pcap_offline_filter</c>, nothing of ours between.
/// </summary>
internal sealed unsafe partial class LibpcapFilter : IDisposable
{
    private const string Library = "libpcap.so.0.8";

    /// <summary>DLT_RAW, whose number inside libpcap is not that of capture files.</summary>
    private const int RawDlt = 12;

    private readonly nint handle;
    private CompiledProgram program;

    private LibpcapFilter(nint handle) => this.handle = handle;

    /// <summary>Compiles; null with libpcap's sentence when it refuses.</summary>
    public static LibpcapFilter? Compile(string expression, LinkType linkType, int snapLength, bool optimize, out string? error)
    {
        var filter = new LibpcapFilter(OpenDead(linkType == LinkType.Raw ? RawDlt : (int)linkType, snapLength));
        fixed (CompiledProgram* program = &filter.program)
        {
            if (Compile(filter.handle, program, expression, optimize ? 1 : 0, 0) == 0)
            {
                error = null;
                return filter;
            }
        }

        error = Marshal.PtrToStringUTF8(GetError(filter.handle));
        Close(filter.handle);
        return null;
    }

    /// <summary>The program, which is not to be trusted.</summary>
    public ReadOnlySpan<Instruction> Instructions => new(program.Instructions, (int)program.Length);

    /// <summary>libpcap's verdict.</summary>
    public uint Run(ReadOnlySpan<byte> frame, uint wireLength)
    {
        var header = new PacketHeader { CapturedLength = (uint)frame.Length, WireLength = wireLength };
        fixed (CompiledProgram* compiled = &program)
        fixed (byte* bytes = frame)
        {
            return (uint)OfflineFilter(compiled, &header, bytes);
        }
    }

    public void Dispose()
    {
        fixed (CompiledProgram* compiled = &program) FreeCode(compiled);
        Close(handle);
    }

    [LibraryImport(Library, EntryPoint = "pcap_open_dead")]
    private static partial nint OpenDead(int linkType, int snapLength);

    [LibraryImport(Library, EntryPoint = "pcap_compile", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Compile(nint handle, CompiledProgram* program, string expression, int optimize, uint netmask);

    [LibraryImport(Library, EntryPoint = "pcap_offline_filter")]
    private static partial int OfflineFilter(CompiledProgram* program, PacketHeader* header, byte* frame);

    [LibraryImport(Library, EntryPoint = "pcap_freecode")]
    private static partial void FreeCode(CompiledProgram* program);

    [LibraryImport(Library, EntryPoint = "pcap_geterr")]
    private static partial nint GetError(nint handle);

    [LibraryImport(Library, EntryPoint = "pcap_close")]
    private static partial void Close(nint handle);

    [StructLayout(LayoutKind.Sequential)]
    private struct CompiledProgram
    {
        public uint Length;
        public Instruction* Instructions;
    }

    /// <summary><c>struct pcap_pkthdr</c>, whose time nothing reads here.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PacketHeader
    {
        public long Seconds;
        public long Microseconds;
        public uint CapturedLength;
        public uint WireLength;
    }
}
