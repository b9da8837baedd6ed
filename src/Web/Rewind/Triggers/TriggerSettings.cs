using System.Text.Json.Serialization;
using Bpf.Wire.Files;

namespace WebCap.Rewind.Triggers;

/// <summary>Everything that was asked of a trigger, checked and with its defaults filled in. Kept as JSON in the database.</summary>
internal sealed record TriggerSettings
{
    public const int DefaultBeforeSeconds = 30;
    public const int DefaultAfterSeconds = 10;
    public const int DefaultCooldownSeconds = 60;
    public const int DefaultPerHour = 10;

    /// <summary>What people call it; one of its name a window.</summary>
    public required string Name { get; init; }

    /// <summary>What it looks for among the packets that the window keeps.</summary>
    public string Filter { get; init; } = "";

    /// <summary>It fires when more packets than this match within a second; 0 for each that does.</summary>
    public int PerSecond { get; init; }

    /// <summary>How much of the window before the packet is saved.</summary>
    public int BeforeSeconds { get; init; } = DefaultBeforeSeconds;

    /// <summary>How much after it.</summary>
    public int AfterSeconds { get; init; } = DefaultAfterSeconds;

    /// <summary>It does not fire again for so long; at least <see cref="AfterSeconds"/>, so that it saves one stretch at a time.</summary>
    public int CooldownSeconds { get; init; } = DefaultCooldownSeconds;

    /// <summary>It fires at most so often within an hour.</summary>
    public int PerHour { get; init; } = DefaultPerHour;

    public CaptureFileFormat Format { get; init; } = CaptureFileFormat.Pcapng;

    /// <summary>Who is told; null for nobody. Its path may hold a secret.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>What it waits for, in words.</summary>
    [JsonIgnore]
    public string Condition => (Filter, PerSecond) switch
    {
        ({ Length: > 0 }, 0) => Filter,
        ({ Length: > 0 }, _) => $"more than {PerSecond} a second of {Filter}",
        _ => $"more than {PerSecond} packets a second",
    };
}
