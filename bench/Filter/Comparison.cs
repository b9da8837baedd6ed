namespace FilterBench;

/// <summary>What one program costs a frame, by who runs it; medians, in nanoseconds.</summary>
/// <param name="AcceptedShare">Of the frames, from 0 to 1.</param>
/// <param name="LibpcapNs">libpcap's <c>bpf_filter</c>, called from C.</param>
/// <param name="CallNs">The same loop in C around a function that does nothing.</param>
/// <param name="NativeNs">The program translated to C, called from C.</param>
/// <param name="InterpreterNs">The interpreter, called as a device calls it.</param>
/// <param name="JitNs">The machine code, called as a device calls it.</param>
internal sealed record Comparison(double AcceptedShare, double LibpcapNs, double CallNs, double NativeNs, double InterpreterNs, double JitNs);
