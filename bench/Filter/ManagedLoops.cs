using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bpf.Engine.Filter;

namespace FilterBench;

/// <summary>The same loops in C#, around what a device calls: the call is in the figures, as it is in the device.</summary>
internal static unsafe class ManagedLoops
{
    public static ulong Time(NativeLoops clock, FilterProgram program, Traffic traffic, int passes, ref ulong sum)
    {
        var start = clock.Now();
        for (var pass = 0; pass < passes; pass++) sum += Run(program, traffic.Frames, traffic.Count);
        return clock.Now() - start;
    }

    public static uint[] Verdicts(FilterProgram program, Traffic traffic)
    {
        var verdicts = new uint[traffic.Count];
        for (var index = 0; index < verdicts.Length; index++) verdicts[index] = program.Run(traffic[index], traffic.Frames[index].WireLength);
        return verdicts;
    }

    // One pass, without the clock and the number of passes: what is not in the method needs no register across the call.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Run(FilterProgram program, NativeFrame* frames, int count)
    {
        ulong total = 0;
        for (var end = frames + count; frames < end; frames++)
            total += program.Run(MemoryMarshal.CreateReadOnlySpan(ref *frames->Bytes, (int)frames->Length), frames->WireLength);
        return total;
    }
}
