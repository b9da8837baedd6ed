namespace Bpf.Wire.Files;

/// <summary>What a capture file holds, found by reading it once from end to end.</summary>
public sealed record CaptureSummary
{
    private CaptureSummary()
    {
    }

    /// <summary>Which container it is.</summary>
    public required CaptureFileFormat Format { get; init; }

    /// <summary>The link type of the first packet; where there is none, of the first interface.</summary>
    public required LinkType LinkType { get; init; }

    /// <summary>Whole packets, of every link type.</summary>
    public required long PacketCount { get; init; }

    /// <summary>Those of them that have another link type than <see cref="LinkType"/>.</summary>
    public required long OtherLinkTypeCount { get; init; }

    /// <summary>Captured bytes of all packets.</summary>
    public required long CapturedBytes { get; init; }

    /// <summary>The earliest time of a packet, to 100 ns; null when no packet has one.</summary>
    public required DateTimeOffset? FirstTime { get; init; }

    /// <summary>The latest time of a packet, to 100 ns; null when no packet has one.</summary>
    public required DateTimeOffset? LastTime { get; init; }

    /// <summary>The interfaces that the file describes.</summary>
    public required IReadOnlyList<CaptureInterface> Interfaces { get; init; }

    /// <summary>Why the file could not be read to its end; null when it could.</summary>
    public required CaptureFault? Fault { get; init; }

    /// <summary>From the earliest packet to the latest; zero when no packet has a time.</summary>
    public TimeSpan Duration => LastTime - FirstTime ?? TimeSpan.Zero;

    /// <summary>Reads <paramref name="reader"/> from where it stands to its end.</summary>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public static CaptureSummary Read(CaptureFileReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        long packets = 0, others = 0, bytes = 0;
        LinkType? linkType = null;
        (long Seconds, uint Nanoseconds)? first = null, last = null;
        while (reader.TryRead(out var packet))
        {
            packets++;
            bytes += packet.Bytes.Length;
            linkType ??= packet.LinkType;
            if (packet.LinkType != linkType) others++;
            if (!packet.HasTime) continue;
            var time = (packet.Seconds, packet.Nanoseconds);
            if (first is null || time.CompareTo(first.Value) < 0) first = time;
            if (last is null || time.CompareTo(last.Value) > 0) last = time;
        }

        return new CaptureSummary
        {
            Format = reader.Format,
            LinkType = linkType ?? (reader.Interfaces.Count > 0 ? reader.Interfaces[0].LinkType : LinkType.Null),
            PacketCount = packets,
            OtherLinkTypeCount = others,
            CapturedBytes = bytes,
            FirstTime = Moment(first),
            LastTime = Moment(last),
            Interfaces = [.. reader.Interfaces],
            Fault = reader.Fault,
        };
    }

    private static DateTimeOffset? Moment((long Seconds, uint Nanoseconds)? time) =>
        time is { } t ? DateTimeOffset.FromUnixTimeSeconds(t.Seconds).AddTicks(t.Nanoseconds / 100) : null;
}
