using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Bpf.Engine.Device;
using WebCap.Capture;

namespace WebCap.Devices;

/// <summary>What POST /api/devices takes; all but the interface may be left out, and with it everything.</summary>
internal sealed record OpenDeviceBody(
    string? Interface,
    string? Filter,
    long? SnapLength,
    long? BufferBytes,
    bool? Immediate,
    bool? Promiscuous,
    bool? SeeSent,
    string? TimestampFormat,
    long? ReadTimeoutMs,
    long? LeaseSeconds,
    bool? ExcludeOwnTraffic,
    long? Rewind)
{
    // A day: a lease is there for tabs that were forgotten, not for archives.
    private const long LongestLeaseSeconds = 86400;

    private const long LongestRewindSeconds = 7 * 86400;

    /// <summary>Nothing is asked for but a device, perhaps with a lease: it is opened as open(2) would, to be set up by ioctls.</summary>
    [JsonIgnore]
    public bool IsBare => this with { LeaseSeconds = null } == Nothing;

    private static OpenDeviceBody Nothing { get; } = new(null, null, null, null, null, null, null, null, null, null, null, null);

    /// <summary>The lease alone, for a bare device.</summary>
    public bool TryCheckLease(out TimeSpan lease, [NotNullWhen(false)] out Refusal? refusal)
    {
        var isGood = LeaseSeconds is null or (>= 0 and <= LongestLeaseSeconds);
        lease = isGood ? TimeSpan.FromSeconds(LeaseSeconds ?? 0) : default;
        refusal = isGood ? null : WrongLease;
        return isGood;
    }

    private static Refusal WrongLease { get; } = new(Errno.EINVAL, "open", $"leaseSeconds must be 0 (none) to {LongestLeaseSeconds}.");

    /// <summary>
    /// Checks what was sent. A buffer size out of range is not refused: the device clamps it and says what it took, as BIOCSBLEN does.
    /// </summary>
    public bool TryCheck(ConnectionInfo connection, [NotNullWhen(true)] out OpenRequest? request, [NotNullWhen(false)] out Refusal? refusal)
    {
        request = null;
        refusal = Check();
        if (refusal is not null) return false;
        request = new OpenRequest
        {
            Interface = Interface!,
            Filter = Filter?.Trim() ?? "",
            OwnTraffic = ExcludeOwnTraffic == true ? OwnTraffic.Exclusion(connection) : "",
            SnapLength = (uint)(SnapLength ?? OpenRequest.DefaultSnapLength),
            BufferBytes = (int)Math.Clamp(BufferBytes ?? OpenRequest.DefaultBufferBytes, 0, int.MaxValue),
            Immediate = Immediate ?? false,
            Promiscuous = Promiscuous ?? false,
            SeeSent = SeeSent ?? true,
            TimestampFormat = TimestampFormat is "microseconds" ? Bpf.Wire.TimestampFormat.Microseconds : Bpf.Wire.TimestampFormat.Nanoseconds,
            ReadTimeoutMs = ReadTimeoutMs ?? 0,
            Lease = TimeSpan.FromSeconds(LeaseSeconds ?? 0),
        };
        return true;
    }

    private Refusal? Check() => this switch
    {
        { Interface: null or "" } => new Refusal(Errno.EINVAL, "BIOCSETIF", "The body names no interface: { \"interface\": \"eth0\" }. GET /api/interfaces lists them."),
        { SnapLength: < 1 or > int.MaxValue } => new Refusal(Errno.EINVAL, "BIOCSETF", $"snapLength must be 1 to {int.MaxValue}."),
        { BufferBytes: <= 0 } => new Refusal(Errno.EINVAL, "BIOCSBLEN", "bufferBytes must be a positive number of bytes, for example 1048576."),
        { TimestampFormat: not (null or "microseconds" or "nanoseconds") } => new Refusal(Errno.EINVAL, "BIOCSTSTAMP", "timestampFormat must be \"microseconds\" or \"nanoseconds\"."),
        { ReadTimeoutMs: < 0 } => new Refusal(Errno.EINVAL, "BIOCSRTIMEOUT", "readTimeoutMs must not be negative; 0 means no timeout."),
        { LeaseSeconds: < 0 or > LongestLeaseSeconds } => WrongLease,
        { Rewind: < 0 or > LongestRewindSeconds } => new Refusal(Errno.EINVAL, "rewind", $"rewind must be 0 (nothing of the past) to {LongestRewindSeconds} seconds."),
        _ => null,
    };
}
