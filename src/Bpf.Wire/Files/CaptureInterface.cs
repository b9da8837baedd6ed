namespace Bpf.Wire.Files;

/// <summary>
/// An interface as a capture file describes it. The reader makes one for each description it meets, the pcapng writer writes one.
/// Texts that come from a file are cut at <see cref="MaxTextChars"/> and are otherwise as the file has them: hostile, to be shown as text only.
/// </summary>
public sealed record CaptureInterface
{
    /// <summary>Characters kept of each text read from a file: a filter expression of a screenful, and 16,384 interfaces still fit in 134 MB.</summary>
    public const int MaxTextChars = 1024;

    /// <summary>What the interface's frames start with.</summary>
    public required LinkType LinkType { get; init; }

    /// <summary>Most bytes kept of a frame; 0 means no limit was set.</summary>
    public uint SnapLength { get; init; }

    /// <summary>The system's name for it, <c>eth0</c>; null when the file has none.</summary>
    public string? Name { get; init; }

    /// <summary>What a person calls it.</summary>
    public string? Description { get; init; }

    /// <summary>The capture filter's expression, in libpcap's language.</summary>
    public string? Filter { get; init; }

    /// <summary>The operating system it was captured on.</summary>
    public string? OperatingSystem { get; init; }
}
