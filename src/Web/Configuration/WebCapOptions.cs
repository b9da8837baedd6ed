using System.Net;

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

    /// <summary>Bytes of the kernel's ring, for each live interface that is being watched.</summary>
    public int RingBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Bytes of one block of that ring: what the kernel hands over at a time.</summary>
    public int RingBlockBytes { get; init; } = 256 * 1024;

    /// <summary>How long the kernel keeps a block that is not full.</summary>
    public int RingTimeoutMs { get; init; } = 10;

    /// <summary>Devices open at once.</summary>
    public int Devices { get; init; } = 16;

    /// <summary>The largest buffer that a device may ask for; it has two of them.</summary>
    public int MaxBufferBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The longest filter program.</summary>
    public int MaxInstructions { get; init; } = 512;

    /// <summary>Bytes that wait for one slow viewer before its oldest batches are dropped.</summary>
    public int FeedBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes that a device keeps for viewers that come later or come back.</summary>
    public int BacklogBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Capture files that are played as interfaces.</summary>
    public IReadOnlyList<string> Replay { get; init; } = [];

    /// <summary>How fast they are played.</summary>
    public ReplayPace ReplayPace { get; init; } = ReplayPace.Real;

    /// <summary>Each is played once; otherwise from the start again, for ever.</summary>
    public bool ReplayOnce { get; init; }

    /// <summary>True when WebCap itself speaks TLS.</summary>
    public bool UsesTls => TlsCertificate is not null;
}
