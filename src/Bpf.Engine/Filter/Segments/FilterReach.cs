namespace Bpf.Engine.Filter;

/// <summary>
/// How far into a frame a program can look: the greatest offset of a load, and its size. One pass over all instructions, whether reached or
/// not. X is known as far as it comes from constants and from IPv4 header lengths, which is what compiled expressions index with; whoever
/// calculates an offset may look anywhere.
/// </summary>
internal static class FilterReach
{
    // 4 * (a byte & 0xf).
    private const uint LargestHeaderLength = 60;

    /// <summary>Bytes from the front of the frame; <see cref="int.MaxValue"/> when there is no telling, or no frame is that long.</summary>
    public static int Measure(ReadOnlySpan<Step> steps)
    {
        // Without regard to the order: the greatest X is at hand at every load.
        ulong largestX = 0;
        foreach (var step in steps) largestX = Math.Max(largestX, XAfter(step));
        ulong reach = 0;
        foreach (var step in steps) reach = Math.Max(reach, EndOfLoad(step, largestX));
        return (int)Math.Min(reach, int.MaxValue);
    }

    private static ulong XAfter(Step step) => step.Code switch
    {
        StepCode.LoadXImmediate => step.K,
        StepCode.LoadXHeaderLength => LargestHeaderLength,
        StepCode.LoadXLength or StepCode.LoadXScratch or StepCode.CopyAToX => uint.MaxValue,
        _ => 0,
    };

    private static ulong EndOfLoad(Step step, ulong largestX) => step.Code switch
    {
        StepCode.LoadWord => step.K + 4ul,
        StepCode.LoadHalf => step.K + 2ul,
        StepCode.LoadByte or StepCode.LoadXHeaderLength => step.K + 1ul,
        StepCode.LoadWordIndexed => largestX + step.K + 4,
        StepCode.LoadHalfIndexed => largestX + step.K + 2,
        StepCode.LoadByteIndexed => largestX + step.K + 1,
        _ => 0,
    };
}
