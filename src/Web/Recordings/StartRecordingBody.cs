using System.Diagnostics.CodeAnalysis;
using Bpf.Engine.Device;
using Bpf.Wire.Files;
using WebCap.Capture;
using WebCap.Downloads;

namespace WebCap.Recordings;

/// <summary>What POST /api/recordings takes; all but the interface may be left out. A limit of 0, or none, is no limit.</summary>
internal sealed record StartRecordingBody(
    string? Interface,
    string? Filter,
    long? SnapLength,
    bool? Promiscuous,
    bool? ExcludeOwnTraffic,
    string? Format,
    string? Comment,
    bool? Standing,
    string? Sync,
    long? FileBytes,
    long? FilePackets,
    long? FileSeconds,
    long? RingFiles,
    long? StopPackets,
    long? StopBytes,
    long? StopSeconds)
{
    private const int LongestComment = 1024;

    // The least that a file may be told to be: a ring of smaller ones would make and delete files all the time.
    private const int SmallestFileBytes = 64 * 1024;

    // A download of all holds all of them open.
    private const int MostRingFiles = 256;

    /// <summary>Checks what was sent; the refusal names what is wrong and what is allowed.</summary>
    public bool TryCheck(ConnectionInfo connection, [NotNullWhen(true)] out RecordingSettings? settings, [NotNullWhen(false)] out Refusal? refusal)
    {
        settings = null;
        refusal = Check() is { } fault ? new Refusal(Errno.EINVAL, "record", fault) : null;
        if (refusal is not null) return false;
        settings = new RecordingSettings
        {
            Interface = Interface!,
            Filter = Filter?.Trim() ?? "",
            OwnTraffic = ExcludeOwnTraffic == true ? OwnTraffic.Exclusion(connection) : "",
            SnapLength = (uint)(SnapLength ?? OpenRequest.DefaultSnapLength),
            Promiscuous = Promiscuous ?? false,
            Format = CaptureFormats.Named(Format, CaptureFileFormat.Pcapng),
            Comment = Comment?.Trim() ?? "",
            IsStanding = Standing ?? false,
            Sync = Sync switch { "second" => SyncPolicy.Second, "write" => SyncPolicy.Write, _ => SyncPolicy.None },
            FileBytes = FileBytes ?? 0,
            FilePackets = FilePackets ?? 0,
            FileSeconds = FileSeconds ?? 0,
            RingFiles = (int)(RingFiles ?? 0),
            StopPackets = StopPackets ?? 0,
            StopBytes = StopBytes ?? 0,
            StopSeconds = StopSeconds ?? 0,
        };
        return true;
    }

    private string? Check() => this switch
    {
        { Interface: null or "" } => "The body names no interface: { \"interface\": \"eth0\" }. GET /api/interfaces lists them.",
        { SnapLength: < 1 or > CaptureFileReader.MaxCapturedBytes } => $"snapLength must be 1 to {CaptureFileReader.MaxCapturedBytes}.",
        { Format: not (null or "pcapng" or "pcap") } => "format must be \"pcapng\" or \"pcap\".",
        { Comment.Length: > LongestComment } => $"comment must have at most {LongestComment} characters.",
        { Sync: not (null or "none" or "second" or "write") } => "sync must be \"none\", \"second\" or \"write\".",
        { FileBytes: < 0 or > 0 and < SmallestFileBytes } => $"fileBytes must be 0 (no limit) or at least {SmallestFileBytes}.",
        { FilePackets: < 0 } => "filePackets must be 0 (no limit) or more.",
        { FileSeconds: < 0 or > int.MaxValue } => $"fileSeconds must be 0 (no limit) to {int.MaxValue}.",
        { RingFiles: < 0 or > MostRingFiles } => $"ringFiles must be 0 (keep all) to {MostRingFiles}.",
        { RingFiles: > 0, FileBytes: null or 0, FilePackets: null or 0, FileSeconds: null or 0 } =>
            "ringFiles needs to be told when a file ends: by fileBytes, filePackets or fileSeconds.",
        { StopPackets: < 0 } => "stopPackets must be 0 (no limit) or more.",
        { StopBytes: < 0 } => "stopBytes must be 0 (no limit) or more.",
        { StopSeconds: < 0 or > int.MaxValue } => $"stopSeconds must be 0 (no limit) to {int.MaxValue}.",
        _ => null,
    };
}
