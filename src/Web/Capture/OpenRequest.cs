using Bpf.Wire;
using WebCap.Rewind;

namespace WebCap.Capture;

/// <summary>Everything that opening a device takes, checked and with its defaults filled in.</summary>
internal sealed record OpenRequest
{
    /// <summary>The snap length that keeps every frame whole, as tcpdump's default does.</summary>
    public const uint DefaultSnapLength = 262144;

    /// <summary>
    /// A tenth of a second, the pump's interval, at 10 MB/s: what a busy gigabit link with small packets fills between two reads. The
    /// device's own default of 32 KiB is sized for a reader that sits in read(2).
    /// </summary>
    public const int DefaultBufferBytes = 1024 * 1024;

    public required string Interface { get; init; }

    public string Filter { get; init; } = "";

    /// <summary>A term that leaves out the opener's own connection; empty for none. Live interfaces only: nowhere else is that traffic.</summary>
    public string OwnTraffic { get; init; } = "";

    public uint SnapLength { get; init; } = DefaultSnapLength;

    public int BufferBytes { get; init; } = DefaultBufferBytes;

    public bool Immediate { get; init; }

    public bool Promiscuous { get; init; }

    public bool SeeSent { get; init; } = true;

    public TimestampFormat TimestampFormat { get; init; } = TimestampFormat.Nanoseconds;

    public long ReadTimeoutMs { get; init; }

    public TimeSpan Lease { get; init; }

    /// <summary>What the device begins with of what came before it was opened; null for nothing.</summary>
    public PastRequest? Past { get; init; }
}
