using System.Diagnostics;
using System.Runtime.CompilerServices;
using Bpf.Engine.Buffers;
using Bpf.Engine.Filter;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Device;

// Where frames come in [STAT-3, BUF-5]: what a capture thread does to the device between EnterTap and ExitTap, holding its lock.
public sealed partial class BpfDevice
{
    // Who changes a setting needs the lock, so what the settings come to for each frame is worked out once a run. Bit d is set when a frame of
    // direction d is not for this device.
    private uint ignoredInRun;
    private ushort interfaceIndexInRun;

    // Something to read came up in the run; readers are woken when it ends.
    private bool isWakeDue;

    /// <summary>A capture thread begins a run of frames.</summary>
    internal void EnterTap()
    {
        sync.EnterTap();
        NoteRoom();
        ignoredInRun = IgnoredSet(seesSent ? ignoredDirections : ignoredDirections | FrameDirection.Out);
        interfaceIndexInRun = (ushort)Math.Min(attached?.Index ?? 0, ushort.MaxValue);
    }

    /// <summary>The run is over: whoever waits for what it brought is woken.</summary>
    internal void ExitTap()
    {
        StartWaitTime();
        if (isWakeDue)
        {
            isWakeDue = false;
            Wake();
        }

        NoteShortage();
        sync.ExitTap();
    }

    /// <summary>Between two runs, holding no lock: a reader that waits for this device gets in before the next.</summary>
    internal void LetReadersIn() => sync.LetWaitersIn();

    /// <summary>
    /// One frame, inside a tap session [STAT-3]: direction, filter, captured length, room, record. Returns 1 if the frame is to be dropped by
    /// the caller [TAP-3].
    /// </summary>
    // Compiled once and fully: profiled code was 0.7 ns a frame faster, but it comes some tenths of a second after the first frame, and until
    // then a flood would go through code that is not optimised at all.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Offer(in Frame frame)
    {
        if (IsIgnored(frame.Direction)) return 0;
        received++;
        var verdict = filter is null ? FilterProgram.AcceptWhole : filter.Run(frame.Bytes, frame.WireLength);
        if (verdict == 0) return 0;
        if (filterDrop == FilterDrop.DropOnly) return 1;

        Debug.Assert(buffers is not null);
        var length = buffers.Fit(Math.Min(Math.Min(verdict, frame.WireLength), (uint)frame.Bytes.Length));
        if (MakeRoom(length))
        {
            var record = buffers.Begin(HeaderOf(length, frame.WireLength, frame.Seconds, frame.Nanoseconds, frame.Direction));
            CapturedBytes.Copy(frame.Bytes[..record.Length], record);
            End(length);
        }

        return filterDrop == FilterDrop.Pass ? 0 : 1;
    }

    /// <summary>
    /// The same for a frame in several segments: the filter runs over them, and they are copied straight into the store buffer. A
    /// <paramref name="copy"/> of the caller's does that copying instead; it is not called for what is not stored.
    /// </summary>
    internal int Offer(in SegmentedFrame frame, FrameCopy? copy)
    {
        if (IsIgnored(frame.Direction)) return 0;
        received++;
        var verdict = filter is null ? FilterProgram.AcceptWhole : filter.RunSegments(frame.Bytes, frame.WireLength);
        if (verdict == 0) return 0;
        if (filterDrop == FilterDrop.DropOnly) return 1;

        Debug.Assert(buffers is not null);
        var length = buffers.Fit((uint)Math.Min(Math.Min(verdict, frame.WireLength), frame.Bytes.Length));
        if (MakeRoom(length))
        {
            var record = buffers.Begin(HeaderOf(length, frame.WireLength, frame.Seconds, frame.Nanoseconds, frame.Direction));
            // Segments that hold less than they claim leave nothing of an older record behind them.
            if (copy is null) record[frame.Bytes.CopyTo(record)..].Clear();
            else copy(frame.Bytes, record);
            End(length);
        }

        return filterDrop == FilterDrop.Pass ? 0 : 1;
    }

    private static uint IgnoredSet(FrameDirection mask)
    {
        var set = 0u;
        // From 1: a frame without a direction is never ignored [TAP-2].
        for (var direction = 1; direction <= (int)(FrameDirection.In | FrameDirection.Out); direction++)
        {
            if (((int)mask & direction) != 0) set |= 1u << direction;
        }

        return set;
    }

    // Without an interface every frame is: a session may have begun just before this device was detached or closed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsIgnored(FrameDirection direction) => attached is null || (ignoredInRun >> (int)direction & 1) != 0;

    // Asked before anything of the record is made: a device that nobody reads costs its filter and this.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MakeRoom(uint length)
    {
        if (buffers!.MakeRoom(length, ref isWakeDue)) return true;
        captured++;
        dropped++;
        droppedSinceRecord++;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RecordHeader HeaderOf(uint length, uint wireLength, long seconds, uint nanoseconds, FrameDirection direction) => new()
    {
        Seconds = seconds,
        Fraction = timestampFormat == TimestampFormat.Nanoseconds ? nanoseconds : nanoseconds / 1000,
        CapturedLength = length,
        WireLength = wireLength,
        HeaderLength = RecordHeader.Length,
        InterfaceIndex = interfaceIndexInRun,
        Flags = (byte)((int)direction << RecordHeader.DirectionShift),
        DroppedBefore = (byte)Math.Min(droppedSinceRecord, byte.MaxValue),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void End(uint length)
    {
        captured++;
        droppedSinceRecord = 0;
        buffers!.End(length, ref isWakeDue);
        isWakeDue |= isImmediate;
    }
}
