using System.Text.Json;
using System.Text.Json.Serialization;
using Bpf.Wire.Files;
using WebCap.Capture;
using WebCap.Downloads;
using WebCap.Security;

namespace WebCap.Recordings;

/// <summary>
/// Everything that was asked of a recording, checked and with its defaults filled in. Kept as JSON in the catalogue and beside the files, so that
/// a standing recording starts again with the same. A limit of 0 is none.
/// </summary>
internal sealed record RecordingSettings
{
    public required string Interface { get; init; }

    public string Filter { get; init; } = "";

    /// <summary>The term that leaves out the starter's own connection; empty for none.</summary>
    public string OwnTraffic { get; init; } = "";

    /// <summary>What whoever started it may have; null for everything. A standing recording starts again within the same.</summary>
    public AccessLimits? Limits { get; init; }

    public uint SnapLength { get; init; } = OpenRequest.DefaultSnapLength;

    public bool Promiscuous { get; init; }

    public CaptureFileFormat Format { get; init; } = CaptureFileFormat.Pcapng;

    /// <summary>What a person has to say about it; it goes into the file.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Whether it starts again when it ended without anybody having stopped it.</summary>
    public bool IsStanding { get; init; }

    public SyncPolicy Sync { get; init; }

    /// <summary>A file that has reached this is followed by another.</summary>
    public long FileBytes { get; init; }

    /// <inheritdoc cref="FileBytes"/>
    public long FilePackets { get; init; }

    /// <inheritdoc cref="FileBytes"/>
    public long FileSeconds { get; init; }

    /// <summary>Files kept; when there is one more, the oldest is deleted.</summary>
    public int RingFiles { get; init; }

    /// <summary>The recording ends when it has this.</summary>
    public long StopPackets { get; init; }

    /// <inheritdoc cref="StopPackets"/>
    public long StopBytes { get; init; }

    /// <inheritdoc cref="StopPackets"/>
    public long StopSeconds { get; init; }

    /// <summary>The file name's ending, and the last part of a download's address.</summary>
    [JsonIgnore]
    public string Extension => CaptureFormats.ExtensionOf(Format);

    /// <summary>What the filter program was really compiled from.</summary>
    [JsonIgnore]
    public string EffectiveFilter => AccessLimits.Join(Limits?.Filter ?? "", Capture.OwnTraffic.Join(Filter, OwnTraffic));

    [JsonIgnore]
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
}
