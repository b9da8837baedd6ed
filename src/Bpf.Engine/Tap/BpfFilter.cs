using System.Buffers;
using Bpf.Engine.Filter;

namespace Bpf.Engine.Tap;

/// <summary>
/// The filter calls of bpf_mtap(9), for callers that have a program and a frame and no device. They differ from <see cref="FilterProgram"/>'s own
/// in that no program accepts everything [VM-4].
/// </summary>
public static class BpfFilter
{
    /// <summary>
    /// The verdict of <paramref name="program"/> on a frame: 0 rejects it, any other value is the number of bytes to capture, at most
    /// (bpf_filter).
    /// </summary>
    /// <param name="program">The program; null accepts every frame whole.</param>
    /// <param name="frame">The bytes that are present, link-layer header first.</param>
    /// <param name="wireLength">Bytes the frame had on the wire.</param>
    public static uint Filter(FilterProgram? program, ReadOnlySpan<byte> frame, uint wireLength) =>
        program is null ? FilterProgram.AcceptWhole : program.Run(frame, wireLength);

    /// <summary>The same for a frame in segments, with the same verdict wherever it is split (bpf_mfilter) [VM-3].</summary>
    /// <param name="program">The program; null accepts every frame whole.</param>
    /// <param name="frame">The bytes that are present, link-layer header first; segments may be empty.</param>
    /// <param name="wireLength">Bytes the frame had on the wire.</param>
    public static uint FilterSegments(FilterProgram? program, in ReadOnlySequence<byte> frame, uint wireLength) =>
        program is null ? FilterProgram.AcceptWhole : program.RunSegments(in frame, wireLength);

    /// <summary>Whether <paramref name="instructions"/> are a program that may be run (bpf_validate) [VM-5].</summary>
    /// <param name="instructions">Need not be trusted; at most <see cref="Validator.DefaultMaxInstructions"/> pass.</param>
    /// <param name="profile">Whose rules to apply; <see cref="ValidatorProfile.OpenBsd"/> are those of the man page.</param>
    public static bool Validate(ReadOnlySpan<Instruction> instructions, ValidatorProfile profile) =>
        Validator.Validate(instructions, Validator.DefaultMaxInstructions, profile, out _);
}
