namespace Bpf.Engine.Interfaces;

/// <summary>How a capture file is played.</summary>
public sealed record ReplayOptions
{
    /// <summary>Above this a rate says no more than <see cref="ReplayPace.FlatOut"/> does.</summary>
    public const double MaxFramesPerSecond = 10_000_000;

    /// <summary>One frame a day.</summary>
    public const double MinFramesPerSecond = 1.0 / 86_400;

    /// <summary>The largest value of <see cref="LongestGap"/>.</summary>
    public static readonly TimeSpan MaxLongestGap = TimeSpan.FromDays(1);

    /// <summary>How fast.</summary>
    public ReplayPace Pace { get; init; } = ReplayPace.Own;

    /// <summary>The rate, with <see cref="ReplayPace.FixedRate"/>; otherwise without meaning.</summary>
    public double FramesPerSecond { get; init; } = 100;

    /// <summary>Begins again when it ends.</summary>
    public bool IsLooped { get; init; }

    /// <summary>
    /// Frames carry the times of the file. Otherwise they carry the time at which they were due, so that a replay looks like a live interface
    /// and keeps the file's gaps exactly.
    /// </summary>
    public bool KeepsFileTimes { get; init; }

    /// <summary>
    /// A longer silence in the file is cut to this: a file whose clock was set while it was written must not stop the replay for years.
    /// </summary>
    public TimeSpan LongestGap { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What is wrong with these options, in words; null when nothing is.</summary>
    public string? Validate()
    {
        if (!Enum.IsDefined(Pace)) return $"The pace {(int)Pace} is not known.";
        if (Pace == ReplayPace.FixedRate && !(FramesPerSecond is >= MinFramesPerSecond and <= MaxFramesPerSecond))
            return FormattableString.Invariant($"{FramesPerSecond} frames a second cannot be played: the rate is between one a day and {MaxFramesPerSecond:N0} a second.");
        if (LongestGap <= TimeSpan.Zero || LongestGap > MaxLongestGap) return "The longest gap is more than nothing and at most a day.";
        return null;
    }
}
