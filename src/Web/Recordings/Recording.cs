using Bpf.Wire;

namespace WebCap.Recordings;

/// <summary>An entry of the catalogue: who records what, how far it came and what became of it.</summary>
internal sealed record Recording
{
    /// <summary>Its number; never used again. Also the name of its folder.</summary>
    public required long Id { get; init; }

    public required RecordingSettings Settings { get; init; }

    public required RecordingState State { get; init; }

    /// <summary>A sentence for a person: why it ended, why it waits. Empty while it runs.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who started it.</summary>
    public required string User { get; init; }

    /// <summary>From where.</summary>
    public required string RemoteAddress { get; init; }

    /// <summary>The recording that this one goes on with; null for none.</summary>
    public long? Continues { get; init; }

    public required LinkType LinkType { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public RecordingBooks Books { get; init; }

    /// <summary>Its files that exist, oldest first.</summary>
    public IReadOnlyList<RecordedFile> Files { get; init; } = [];

    /// <summary>Bytes that its files take now.</summary>
    public long LengthBytes => Files.Sum(file => file.LengthBytes);
}
