using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using static WebCap.Configuration.OptionParse;

namespace WebCap.Configuration;

/// <summary>Every option, once: names, default, description, parsing and bounds.</summary>
internal static class OptionTable
{
    private const int Mi = 1024 * 1024;

    // What a feed or a backlog holds is the service's own memory, once for each viewer or device: the ceiling is there so that a typing
    // error does not take the machine down.
    private const int LargestQueueBytes = 1024 * Mi;

    private const long LargestRewindMemory = 64L * 1024 * Mi;

    // A century.
    private const int LongestDays = 36_525;

    public static IReadOnlyList<OptionDefinition> All { get; } =
    [
        new("Address", "IP:PORT", "127.0.0.1:5270", "Where to listen; port 0 takes a free one.",
            (options, text) => options with { Address = Address(text) }),
        new("AllowNetwork", "", "", "Agrees to an address that other machines can reach.",
            (options, text) => options with { AllowNetwork = Switch(text) }),
        new("AllowedHosts", "NAMES", "", "Host names, separated by commas, under which browsers may reach WebCap beside loopback and the address itself.",
            (options, text) => options with { AllowedHosts = Hosts(text) }),
        new("Data", "FOLDER", "see below", "Where the database and the keys are kept; made when missing.",
            (options, text) => options with { Data = Path.GetFullPath(text) }),
        new("TokenFile", "FILE", "", "Takes the administrator's token from a file instead of making a fresh one at every start.",
            (options, text) => options with { TokenFile = ExistingFile(text) }),
        new("TlsCertificate", "FILE", "", "Speaks TLS with this certificate chain (PEM).",
            (options, text) => options with { TlsCertificate = ExistingFile(text) }),
        new("TlsKey", "FILE", "", "The private key of the certificate (PEM, not encrypted).",
            (options, text) => options with { TlsKey = ExistingFile(text) }),
        new("Connections", "N", "2048", "Open connections; one more is closed at once. Half of them may be live views, and half without a sign-in: of those the oldest gives way.",
            (options, text) => options with { Connections = Number(text, 8, 100_000) }),
        new("RingBytes", "BYTES", "32M", "The kernel's ring of each live interface; when it is full the kernel drops frames and counts them.",
            (options, text) => options with { Ring = options.Ring with { RingBytes = Bytes(text, 2 * PacketRingOptions.SmallestBlockBytes, PacketRingOptions.LargestRingBytes) } }),
        new("RingBlockBytes", "BYTES", "256K", "A block of that ring, a power of two: what the kernel hands over at a time.",
            (options, text) => options with { Ring = options.Ring with { BlockBytes = Bytes(text, PacketRingOptions.SmallestBlockBytes, PacketRingOptions.LargestBlockBytes) } }),
        new("RingTimeoutMs", "MS", "5", "How long the kernel keeps a block that is not full.",
            (options, text) => options with { Ring = options.Ring with { RetireTimeoutMs = Number(text, 1, PacketRingOptions.LongestRetireTimeoutMs) } }),
        new("Devices", "N", "16", "Devices open at once; opening one more is refused.",
            (options, text) => options with { Limits = options.Limits with { DeviceCount = Number(text, 1, DeviceLimits.MaxDeviceCount) } }),
        new("MaxBufferBytes", "BYTES", "16M", "The largest buffer that a device may have; it has two.",
            (options, text) => options with { Limits = options.Limits with { MaxBufferBytes = Bytes(text, options.Limits.DefaultBufferBytes, DeviceLimits.LargestBufferBytes) } }),
        new("MaxInstructions", "N", "512", "The longest filter program; a longer one is refused.",
            (options, text) => options with { Limits = options.Limits with { MaxInstructions = Number(text, 1, DeviceLimits.LargestInstructionCount) } }),
        new("FilterEngine", "ENGINE", "auto", "What runs filters: auto (interpreted until compiled to machine code in the background), jit (compiled first) or interpreter.",
            (options, text) => options with { Limits = options.Limits with { FilterEngine = EngineChoice(text) } }),
        new("FeedBytes", "BYTES", "16M", "What waits for one slow viewer; beyond it the viewer loses its oldest packets, counted.",
            (options, text) => options with { Capture = options.Capture with { FeedBytes = Bytes(text, 64 * 1024, LargestQueueBytes) } }),
        new("BacklogBytes", "BYTES", "16M", "What a device keeps for viewers that come later; the oldest is forgotten first.",
            (options, text) => options with { Capture = options.Capture with { BacklogBytes = Bytes(text, 0, LargestQueueBytes) } }),
        new("AuditEntries", "N", "1000000", "Entries of the audit log; beyond it the oldest go.",
            (options, text) => options with { Audit = options.Audit with { Entries = Number(text, 1000, 100_000_000) } }),
        new("AuditDays", "N", "365", "How long an entry of the audit log is kept; 0 as long as there is room.",
            (options, text) => options with { Audit = options.Audit with { Age = TimeSpan.FromDays(Number(text, 0, 36_525)) } }),
        new("Recordings", "FOLDER", "", "Where recordings are kept, made when missing; without it that is recordings in the data folder.",
            (options, text) => options with { Recording = options.Recording with { Folder = Path.GetFullPath(text) } }),
        new("RecordingCount", "N", "8", "Recordings that run at once; starting one more is refused.",
            (options, text) => options with { Recording = options.Recording with { Count = Number(text, 1, DeviceLimits.MaxDeviceCount) } }),
        new("RecordingBufferBytes", "BYTES", "16M", "What waits while the disk is slow, twice; beyond it frames are dropped, counted. At most --max-buffer-bytes.",
            (options, text) => options with { Recording = options.Recording with { BufferBytes = Bytes(text, 64 * 1024, DeviceLimits.LargestBufferBytes) } }),
        new("RecordingKeepFree", "BYTES", "256M", "Recordings end rather than leave the disk with less than this.",
            (options, text) => options with { Recording = options.Recording with { KeepFreeBytes = Bytes(text, 0, long.MaxValue) } }),
        new("RecordingTotal", "BYTES", "0", "Deletes the oldest recordings that have ended while all together are larger; 0 keeps them.",
            (options, text) => options with { Recording = options.Recording with { TotalBytes = Bytes(text, 0, long.MaxValue) } }),
        new("RecordingDays", "N", "0", "Deletes recordings that ended so many days ago; 0 keeps them.",
            (options, text) => options with { Recording = options.Recording with { MaxAge = TimeSpan.FromDays(Number(text, 0, LongestDays)) } }),
        new("RewindMemory", "BYTES", "256M", "What all rewind windows in memory may have together; one more is refused. 0 allows none.",
            (options, text) => options with { Rewind = options.Rewind with { MemoryBytes = Bytes(text, 0, LargestRewindMemory) } }),
        new("RewindBytes", "BYTES", "64M", "What a device that is opened with a rewind is given of the past; the older packets are left out, counted.",
            (options, text) => options with { Rewind = options.Rewind with { PastBytes = Bytes(text, 1024 * 1024, LargestQueueBytes) } }),
        new("WebhookHosts", "NAMES", "", "Host names, separated by commas, whose webhooks triggers may call; without it they call none.",
            (options, text) => options with { Rewind = options.Rewind with { WebhookHosts = Hosts(text) } }),
        new("WebhookSecretFile", "FILE", "", "Signs calls of webhooks (Standard Webhooks) with the secret in a file: whsec_ and 24 to 64 bytes in base64.",
            (options, text) => options with { Rewind = options.Rewind with { WebhookSecretFile = ExistingFile(text) } }),
        new("Replay", "FILE", "", "Plays a pcap or pcapng file as an interface; can be given more than once.",
            (options, text) => options with { Replay = [.. options.Replay, ExistingFile(text)] }, IsList: true),
        new("ReplayPace", "PACE", "real", "How fast: real, fast, or a number of frames a second.",
            (options, text) => options with { Replaying = Pace(options.Replaying, text) }),
        new("ReplayOnce", "", "", "Stops a replay at the end of its file instead of starting again.",
            (options, text) => options with { Replaying = options.Replaying with { IsLooped = !Switch(text) } }),
        new("Uploads", "N", "16", "Capture files that can be uploaded; one more is refused until another is deleted. 0 takes none.",
            (options, text) => options with { Uploads = Number(text, 0, 1000) }),
        new("UploadBytes", "BYTES", "1G", "The longest file that can be uploaded, also after it is unpacked.",
            (options, text) => options with { UploadBytes = Bytes(text, 1024, int.MaxValue) }),
        new("NoProcesses", "", "", "Tells nobody which processes have this machine's sockets.",
            (options, text) => options with { Processes = options.Processes with { IsOffered = !Switch(text) } }),
        new("ProcessSockets", "N", "8192", "Sockets in the table of processes; when it is full, closed ones go and then new ones are left out, counted.",
            (options, text) => options with { Processes = options.Processes with { Sockets = Number(text, 1, 1_000_000) } }),
        new("ProcessCount", "N", "4096", "Processes that one search for the owners of sockets looks at; the next search goes on behind them.",
            (options, text) => options with { Processes = options.Processes with { Processes = Number(text, 1, 4_194_304) } }),
        new("ProcessDescriptors", "N", "65536", "Open files that one search for the owners of sockets looks at, some microseconds each; the next search goes on behind them.",
            (options, text) => options with { Processes = options.Processes with { Descriptors = Number(text, 1, 10_000_000) } }),
        new("OtlpEndpoint", "URL", "", "Sends metrics and traces to a collector over OTLP in HTTP, as in http://127.0.0.1:4318; without it nothing is sent.",
            (options, text) => options with { OtlpEndpoint = HttpAddress(text) }),
        new("OtlpIntervalSeconds", "N", "60", "How often metrics are sent.",
            (options, text) => options with { OtlpIntervalSeconds = Number(text, 1, 3600) }),
        new("LogFormat", "FORMAT", "text", "How the log is written to standard error: text, or json with an object a line.",
            (options, text) => options with { LogsJson = Choice(text, "text", "json") == "json" }),
        new("AllowWrite", "", "", "Lets operators send frames on this machine's interfaces; on loop0 they always may.",
            (options, text) => options with { AllowWrite = Switch(text) }),
        new("NoLoop", "", "", "Leaves out loop0, the interface inside WebCap on which what is written comes back.",
            (options, text) => options with { NoLoop = Switch(text) }),
        new("NoSample", "", "", "Leaves out the capture that comes with WebCap.",
            (options, text) => options with { NoSample = Switch(text) }),
    ];
}
