namespace WebCap.Configuration;

/// <summary>How fast a capture file is played: as it was recorded, flat out, or at a fixed rate.</summary>
/// <param name="FramesPerSecond">The fixed rate; 0 for the file's own pace, null for flat out.</param>
internal readonly record struct ReplayPace(int? FramesPerSecond)
{
    /// <summary>With the gaps that the file's times have.</summary>
    public static ReplayPace Real => new(0);

    /// <summary>As fast as the machine can.</summary>
    public static ReplayPace Fast => new(null);

    /// <summary>True for the file's own pace.</summary>
    public bool IsReal => FramesPerSecond == 0;

    /// <summary>True for flat out.</summary>
    public bool IsFast => FramesPerSecond is null;
}
