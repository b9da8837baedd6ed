namespace WebCap.Recordings;

/// <summary>
/// How long a recording waits between two turns. A turn takes what has come; only a full buffer wakes it before its time, which is what the first
/// moment of a flood does to a recording of a quiet wire, so that a busy wire costs no wake a batch. It aims at a certain amount a turn: under load
/// that is every few milliseconds, on a quiet wire ten times a second. What a kill loses is what came since the last turn.
/// </summary>
internal struct RecordingPace()
{
    // 170 small frames: about what a tcpdump that is killed loses at a low rate. More would lose more than it, less would only be more turns.
    private const int TargetBytes = 16 * 1024;

    // At 100,000 frames a second 400 frames, where a tcpdump that is killed loses more than twice as many. A turn costs some 15 µs of waking
    // and asking, so this keeps that under half a percent of a processor.
    private const double ShortestMs = 4;
    private const double LongestMs = 100;

    // Since the last turn that brought something.
    private TimeSpan silence;

    /// <summary>What to wait before the next turn.</summary>
    public TimeSpan Wait { get; private set; } = TimeSpan.FromMilliseconds(LongestMs);

    /// <summary>A turn brought <paramref name="bytes"/> that had come in <paramref name="elapsed"/>.</summary>
    public void Turned(int bytes, TimeSpan elapsed)
    {
        silence += elapsed;
        // A ring hands frames over in blocks, of some milliseconds each: that a turn finds nothing does not mean that the wire is quiet. It becomes so by and by.
        var ms = bytes > 0
            ? silence.TotalMilliseconds * TargetBytes / bytes
            : Math.Max(Wait.TotalMilliseconds, silence.TotalMilliseconds / 2);
        if (bytes > 0) silence = TimeSpan.Zero;
        Wait = TimeSpan.FromMilliseconds(Math.Clamp(ms, ShortestMs, LongestMs));
    }
}
