using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace WebCap.Recordings;

/// <summary>Where a recording's packets come from. The recording's thread takes them; any thread may ask what was lost.</summary>
internal interface IRecordingSource
{
    NetworkInterface Interface { get; }

    /// <summary>What the records' fractions count.</summary>
    TimestampFormat TimestampFormat { get; }

    /// <summary>
    /// Has <paramref name="wake"/> set when the source is running out of room, so that a recording that sleeps comes before its time. Null ends that.
    /// </summary>
    void WakeWhenFull(EventWaitHandle? wake);

    /// <summary>
    /// Hands what came next to <paramref name="write"/>, if anything has. What was handed over is the recording's, also when writing it throws.
    /// </summary>
    SourceTurn Take(BatchWriter write);

    /// <summary>Frames that were looked at and not accepted, and frames that were lost before they could be taken.</summary>
    (long Rejected, long Dropped) GetBooks();

    /// <summary>Gives back what it holds, when the recording has ended or never began.</summary>
    void Close();
}

/// <summary>Writes whole records.</summary>
internal delegate void BatchWriter(in RecordBatch batch);
