using System.Reflection;
using System.Runtime.InteropServices;
using Bpf.Engine.Filter;

namespace Bpf.Engine.Interop;

/// <summary>
/// The functions of libpcap that the engine calls, by their own names; see pcap(3PCAP). Pointers are <c>nint</c>, a <c>pcap_t</c> among them.
/// The first call finds the library under the name that this system gives it; it throws <see cref="DllNotFoundException"/> when there is none.
/// </summary>
internal static unsafe partial class Libpcap
{
    /// <summary>What the declarations below call the library; <see cref="Resolve"/> knows its real names.</summary>
    private const string Library = "libpcap";

    /// <summary>
    /// Debian and its family keep the soname of the 0.8 series; others count from 1; an unversioned name comes with development files.
    /// </summary>
    private static readonly string[] Candidates = OperatingSystem.IsWindows()
        ? ["wpcap.dll"]
        : OperatingSystem.IsMacOS() ? ["libpcap.dylib", "libpcap.A.dylib"] : ["libpcap.so.0.8", "libpcap.so.1", "libpcap.so"];

    // A static constructor, not a field initialiser: it runs exactly before the first call through this type.
    static Libpcap() => NativeLibrary.SetDllImportResolver(typeof(Libpcap).Assembly, Resolve);

    /// <summary>A handle that captures nothing and only compiles filters for one link type and snap length; 0 when memory ran out.</summary>
    [LibraryImport(Library, EntryPoint = "pcap_open_dead")]
    public static partial nint OpenDead(int linkType, int snapLength);

    /// <summary>Closes a handle.</summary>
    [LibraryImport(Library, EntryPoint = "pcap_close")]
    public static partial void Close(nint handle);

    /// <summary>Compiles a NUL-terminated expression; 0 on success, after which <see cref="FreeCode"/> is owed.</summary>
    [LibraryImport(Library, EntryPoint = "pcap_compile", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Compile(nint handle, BpfProgram* program, string expression, int optimize, uint netmask);

    /// <summary>Frees what <see cref="Compile"/> made.</summary>
    [LibraryImport(Library, EntryPoint = "pcap_freecode")]
    public static partial void FreeCode(BpfProgram* program);

    /// <summary>The handle's last error, NUL terminated, owned by the handle.</summary>
    [LibraryImport(Library, EntryPoint = "pcap_geterr")]
    public static partial byte* GetError(nint handle);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library) return 0;
        foreach (var candidate in Candidates)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, searchPath, out var handle)) return handle;
        }

        throw new DllNotFoundException($"no libpcap: tried {string.Join(", ", Candidates)}");
    }

    /// <summary><c>struct bpf_program</c>: a count and a pointer to instructions that libpcap owns.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct BpfProgram
    {
        /// <summary>How many instructions there are.</summary>
        public uint Length;

        /// <summary>The first of them.</summary>
        public Instruction* Instructions;
    }
}
