using System.Text.Json.Serialization;
using WebCap.Capture;

namespace WebCap.Rewind;

/// <summary>Everything that was asked of a window, checked and with its defaults filled in. Kept as JSON, so that it begins again with the service.</summary>
internal sealed record WindowSettings
{
    public const long DefaultBytes = 64 * 1024 * 1024;

    public required string Interface { get; init; }

    public string Filter { get; init; } = "";

    /// <summary>The term that leaves out its maker's own connection; empty for none.</summary>
    public string OwnTraffic { get; init; } = "";

    public uint SnapLength { get; init; } = OpenRequest.DefaultSnapLength;

    public bool Promiscuous { get; init; }

    public WindowStorage Storage { get; init; }

    /// <summary>Room for records, headers included; the oldest go when it is used up.</summary>
    public long Bytes { get; init; } = DefaultBytes;

    /// <summary>Records older than this go too; 0 keeps them as long as there is room.</summary>
    public long Seconds { get; init; }

    /// <summary>What the filter program was really compiled from.</summary>
    [JsonIgnore]
    public string EffectiveFilter => Capture.OwnTraffic.Join(Filter, OwnTraffic);
}
