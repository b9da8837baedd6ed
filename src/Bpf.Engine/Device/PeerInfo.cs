using Bpf.Wire;

namespace Bpf.Engine.Device;

/// <summary>One open device, as net.bpf.peers lists it [NET-2]. A consistent copy, taken under the device's lock.</summary>
public sealed record PeerInfo
{
    /// <summary>The device's minor number.</summary>
    public required int Minor { get; init; }

    /// <summary>Size of each of its two buffers.</summary>
    public required int BufferBytes { get; init; }

    /// <summary>What its reader is doing.</summary>
    public required PeerState State { get; init; }

    /// <summary>Holds a promiscuous reference on its interface.</summary>
    public required bool IsPromiscuous { get; init; }

    /// <summary>Reads return on the first record.</summary>
    public required bool IsImmediate { get; init; }

    /// <summary>Captures what the host sends.</summary>
    public required bool SeesSent { get; init; }

    /// <summary>Writes keep the source address that they come with.</summary>
    public required bool IsHeaderComplete { get; init; }

    /// <summary>What it writes is also fed back as input.</summary>
    public required bool HasFeedback { get; init; }

    /// <summary>Its settings are fixed until it is closed (BIOCLOCK).</summary>
    public required bool IsLocked { get; init; }

    /// <summary>What a match does to the frame itself.</summary>
    public required FilterDrop FilterDrop { get; init; }

    /// <summary>Directions that the device ignores beyond see-sent.</summary>
    public required FrameDirection IgnoredDirections { get; init; }

    /// <summary>What record fractions count.</summary>
    public required TimestampFormat TimestampFormat { get; init; }

    /// <summary>How long a waiting read waits, in milliseconds; 0 is for ever.</summary>
    public required long ReadTimeoutMs { get; init; }

    /// <summary>How long a record may lie in the store buffer before it can be read, in milliseconds; null is for ever.</summary>
    public required long? WaitTimeoutMs { get; init; }

    /// <summary>Instructions of the filter program; 0 when every frame is accepted.</summary>
    public required int FilterLength { get; init; }

    /// <summary>Instructions of the write filter; 0 when every frame may be written.</summary>
    public required int WriteFilterLength { get; init; }

    /// <summary>Who uses the device.</summary>
    public required DeviceOwner Owner { get; init; }

    /// <summary>The interface's name; empty when the device has none, or has none any more [IF-3].</summary>
    public required string InterfaceName { get; init; }

    /// <summary>Attached once and the interface has disappeared since.</summary>
    public required bool IsInterfaceGone { get; init; }

    /// <summary>Counters since the last flush or filter change.</summary>
    public required DeviceStatistics Statistics { get; init; }

    /// <summary>Counters since the device was opened.</summary>
    public required DeviceStatistics Lifetime { get; init; }
}
