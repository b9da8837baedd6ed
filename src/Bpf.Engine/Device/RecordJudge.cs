using Bpf.Engine.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Device;

/// <summary>
/// What a device's settings make of a record that another device captured: the same directions, guard, program, snap length and buffer as for a
/// frame at the tap. A program sees of the frame what the record has, which is less than the frame where the other device cut it. Any thread.
/// </summary>
public sealed class RecordJudge
{
    private readonly FilterProgram? program;
    private readonly FrameDirection ignored;
    private readonly uint mostBytes;

    internal RecordJudge(FilterProgram? program, FrameDirection ignored, int bufferBytes, TimestampFormat timestampFormat)
    {
        this.program = program;
        this.ignored = ignored;
        mostBytes = (uint)(bufferBytes - RecordHeader.Length);
        TimestampFormat = timestampFormat;
    }

    /// <summary>What the device's records count in their fractions.</summary>
    public TimestampFormat TimestampFormat { get; }

    /// <summary>The bytes of the record that the device would have captured; null when it would not have captured the frame.</summary>
    public int? Judge(in RecordHeader header, ReadOnlySpan<byte> frame)
    {
        if ((header.Direction & ignored) != 0) return null;
        var verdict = program is null ? FilterProgram.AcceptWhole : program.Run(frame, header.WireLength);
        return verdict == 0 ? null : (int)Math.Min(Math.Min(verdict, mostBytes), (uint)frame.Length);
    }
}
