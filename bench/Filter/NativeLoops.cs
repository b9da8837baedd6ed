using System.Diagnostics;
using System.Runtime.InteropServices;
using Bpf.Engine.Filter;

namespace FilterBench;

/// <summary>loops.c and the translated programs, compiled by gcc -O2 and loaded into this process.</summary>
internal sealed unsafe class NativeLoops
{
    private readonly delegate* unmanaged<ulong> now;
    private readonly delegate* unmanaged<Instruction*, NativeFrame*, uint, uint, ulong*, ulong> libpcap;
    private readonly delegate* unmanaged<Instruction*, NativeFrame*, uint, uint, ulong*, ulong> nothing;
    private readonly delegate* unmanaged<uint, NativeFrame*, uint, uint, ulong*, ulong> native;
    private readonly delegate* unmanaged<Instruction*, NativeFrame*, uint, uint*, void> libpcapVerdicts;
    private readonly delegate* unmanaged<uint, NativeFrame*, uint, uint*, void> nativeVerdicts;

    private NativeLoops(nint library)
    {
        now = (delegate* unmanaged<ulong>)NativeLibrary.GetExport(library, "now");
        libpcap = (delegate* unmanaged<Instruction*, NativeFrame*, uint, uint, ulong*, ulong>)NativeLibrary.GetExport(library, "time_libpcap");
        nothing = (delegate* unmanaged<Instruction*, NativeFrame*, uint, uint, ulong*, ulong>)NativeLibrary.GetExport(library, "time_nothing");
        native = (delegate* unmanaged<uint, NativeFrame*, uint, uint, ulong*, ulong>)NativeLibrary.GetExport(library, "time_native");
        libpcapVerdicts = (delegate* unmanaged<Instruction*, NativeFrame*, uint, uint*, void>)NativeLibrary.GetExport(library, "verdicts_libpcap");
        nativeVerdicts = (delegate* unmanaged<uint, NativeFrame*, uint, uint*, void>)NativeLibrary.GetExport(library, "verdicts_native");
    }

    public static NativeLoops Compile(IReadOnlyList<FilterProgram> programs)
    {
        var folder = Directory.CreateTempSubdirectory("webcap-filter-bench-");
        try
        {
            var source = Path.Combine(folder.FullName, "programs.c");
            var library = Path.Combine(folder.FullName, "loops.so");
            File.WriteAllText(source, Translation.Translate(programs));
            string[] arguments = ["-O2", "-shared", "-fPIC", "-o", library, Path.Combine(AppContext.BaseDirectory, "loops.c"), source, "-lpcap"];
            using var gcc = Process.Start("gcc", arguments);
            gcc.WaitForExit();
            if (gcc.ExitCode != 0) throw new InvalidOperationException("gcc could not compile the C side.");
            return new NativeLoops(NativeLibrary.Load(library));
        }
        finally
        {
            // The library stays loaded without its file.
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The clock that loops.c reads.</summary>
    public ulong Now() => now();

    public ulong TimeLibpcap(FilterProgram program, Traffic traffic, int passes, ref ulong sum)
    {
        fixed (Instruction* code = program.Instructions)
        fixed (ulong* to = &sum)
            return libpcap(code, traffic.Frames, (uint)traffic.Count, (uint)passes, to);
    }

    public ulong TimeNothing(Traffic traffic, int passes)
    {
        ulong sum = 0;
        return nothing(null, traffic.Frames, (uint)traffic.Count, (uint)passes, &sum);
    }

    public ulong TimeNative(int number, Traffic traffic, int passes, ref ulong sum)
    {
        fixed (ulong* to = &sum)
            return native((uint)number, traffic.Frames, (uint)traffic.Count, (uint)passes, to);
    }

    public uint[] LibpcapVerdicts(FilterProgram program, Traffic traffic)
    {
        var verdicts = new uint[traffic.Count];
        fixed (Instruction* code = program.Instructions)
        fixed (uint* to = verdicts)
            libpcapVerdicts(code, traffic.Frames, (uint)traffic.Count, to);
        return verdicts;
    }

    public uint[] NativeVerdicts(int number, Traffic traffic)
    {
        var verdicts = new uint[traffic.Count];
        fixed (uint* to = verdicts) nativeVerdicts((uint)number, traffic.Frames, (uint)traffic.Count, to);
        return verdicts;
    }
}
