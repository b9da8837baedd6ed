using System.Diagnostics.CodeAnalysis;
using Bpf.Engine.Device;
using Bpf.Wire.Files;
using WebCap.Capture;

namespace WebCap.Rewind;

/// <summary>What POST /api/rewind/windows takes; all but the interface may be left out.</summary>
internal sealed record MakeWindowBody(
    string? Interface, string? Filter, long? SnapLength, bool? Promiscuous, bool? ExcludeOwnTraffic, string? Storage, long? Bytes, long? Seconds)
{
    private const long Mi = 1024 * 1024;

    // Less would be a few hold buffers of a busy link.
    private const long LeastBytes = Mi;

    // One array of the runtime holds it.
    private const long MostMemoryBytes = 1024 * Mi;
    private const long MostDiskBytes = 1024 * 1024 * Mi;

    // A week.
    private const long MostSeconds = 7 * 86400;

    /// <summary>Checks what was sent; the refusal names what is wrong and what is allowed.</summary>
    public bool TryCheck(ConnectionInfo connection, [NotNullWhen(true)] out WindowSettings? settings, [NotNullWhen(false)] out Refusal? refusal)
    {
        settings = null;
        refusal = Check() is { } fault ? new Refusal(Errno.EINVAL, "rewind", fault) : null;
        if (refusal is not null) return false;
        settings = new WindowSettings
        {
            Interface = Interface!,
            Filter = Filter?.Trim() ?? "",
            OwnTraffic = ExcludeOwnTraffic == false ? "" : OwnTraffic.Exclusion(connection),
            SnapLength = (uint)(SnapLength ?? OpenRequest.DefaultSnapLength),
            Promiscuous = Promiscuous ?? false,
            Storage = Storage == "disk" ? WindowStorage.Disk : WindowStorage.Memory,
            Bytes = Bytes ?? WindowSettings.DefaultBytes,
            Seconds = Seconds ?? 0,
        };
        return true;
    }

    private string? Check() => this switch
    {
        { Interface: null or "" } => "The body names no interface: { \"interface\": \"eth0\" }. GET /api/interfaces lists them.",
        { SnapLength: < 1 or > CaptureFileReader.MaxCapturedBytes } => $"snapLength must be 1 to {CaptureFileReader.MaxCapturedBytes}.",
        { Storage: not (null or "memory" or "disk") } => "storage must be \"memory\" or \"disk\".",
        { Bytes: < LeastBytes } => $"bytes must be at least {LeastBytes}.",
        { Storage: "disk", Bytes: > MostDiskBytes } => $"bytes must be at most {MostDiskBytes}.",
        { Storage: not "disk", Bytes: > MostMemoryBytes } => $"bytes must be at most {MostMemoryBytes}; a larger window is one on disk.",
        { Seconds: < 0 or > MostSeconds } => $"seconds must be 0 (as long as there is room) to {MostSeconds}.",
        _ => null,
    };
}
