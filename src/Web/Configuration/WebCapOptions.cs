using System.Net;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using WebCap.Audit;
using WebCap.Capture;
using WebCap.Processes;
using WebCap.Recordings;
using WebCap.Rewind;

namespace WebCap.Configuration;

/// <summary>
/// Everything that can be set about a service. Each property is an entry of <see cref="OptionTable"/>, which names it on the command
/// line, in the environment and in appsettings.json, and gives it its bounds.
/// </summary>
internal sealed record WebCapOptions
{
    /// <summary>Where to listen; port 0 takes a free one.</summary>
    public IPEndPoint Address { get; init; } = new(IPAddress.Loopback, 5270);

    /// <summary>The owner of the machine has said that an address beyond loopback is meant.</summary>
    public bool AllowNetwork { get; init; }

    /// <summary>Host names that requests may name beside loopback and the address itself.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The folder of the database and the keys; absolute.</summary>
    public string Data { get; init; } = "";

    /// <summary>The file that <see cref="Token"/> came from; null when it did not come from a file.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A fixed sign-in token instead of a fresh one at every start.</summary>
    public string? Token { get; init; }

    /// <summary>A certificate chain in PEM form: with it WebCap speaks TLS.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>The private key of <see cref="TlsCertificate"/>, in PEM form.</summary>
    public string? TlsKey { get; init; }

    /// <summary>Open connections at once.</summary>
    public int Connections { get; init; } = 2048;

    /// <summary>The kernel's ring of each live interface that is being watched.</summary>
    public PacketRingOptions Ring { get; init; } = new();

    /// <summary>The bounds of devices. Buffers may be larger than the engine's own default, because a service's viewers are farther away.</summary>
    public DeviceLimits Limits { get; init; } = new() { MaxBufferBytes = 16 * 1024 * 1024 };

    /// <summary>The bounds of feeds and backlogs.</summary>
    public CaptureOptions Capture { get; init; } = new();

    /// <summary>How much the audit log keeps.</summary>
    public AuditOptions Audit { get; init; } = new();

    /// <summary>The bounds of recordings.</summary>
    public RecordingOptions Recording { get; init; } = new();

    /// <summary>The bounds of rewind windows.</summary>
    public RewindOptions Rewind { get; init; } = new();

    /// <summary>The bounds of the table of sockets and processes.</summary>
    public ProcessOptions Processes { get; init; } = new();

    /// <summary>Capture files that are played as interfaces.</summary>
    public IReadOnlyList<string> Replay { get; init; } = [];

    /// <summary>How they are played.</summary>
    public ReplayOptions Replaying { get; init; } = new() { IsLooped = true };

    /// <summary>Operators may send frames on this machine's network interfaces.</summary>
    public bool AllowWrite { get; init; }

    /// <summary>Leaves out the in-process interface.</summary>
    public bool NoLoop { get; init; }

    /// <summary>Leaves out the capture that comes with WebCap.</summary>
    public bool NoSample { get; init; }

    /// <summary>Capture files that can be uploaded.</summary>
    public int Uploads { get; init; } = 16;

    /// <summary>The longest of them, unpacked.</summary>
    public int UploadBytes { get; init; } = 1024 * 1024 * 1024;

    /// <summary>Where metrics and traces are sent; null when they are not.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>How often metrics are sent.</summary>
    public int OtlpIntervalSeconds { get; init; } = 60;

    /// <summary>Each line of the log is an object of JSON.</summary>
    public bool LogsJson { get; init; }

    /// <summary>True when WebCap itself speaks TLS.</summary>
    public bool UsesTls => TlsCertificate is not null;
}
