using System.Text.Json;

namespace Packet.Dissect.Tests.Support;

/// <summary>A table of sockets as the server's JSON has it.</summary>
internal sealed class SocketTable
{
    /// <summary>When its samples are taken, unless a test says otherwise.</summary>
    internal static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly List<object?> sockets = [];

    internal bool? IsWhole { get; init; }

    internal DateTimeOffset Time { get; init; } = Noon;

    internal long[] Gone { get; init; } = [];

    internal int Unknown { get; init; }

    internal int UnseenProcesses { get; init; }

    internal bool IsCut { get; init; }

    internal int LeftOut { get; init; }

    internal SocketTable Add(
        long id,
        string local,
        int localPort,
        string remote = "0.0.0.0",
        int remotePort = 0,
        string protocol = "tcp",
        int? processId = 7,
        string? name = "nginx",
        string? unit = null,
        string? container = null,
        DateTimeOffset? firstSeen = null,
        DateTimeOffset? lastSeen = null,
        bool wasThere = false)
    {
        sockets.Add(new
        {
            id, protocol, localAddress = local, localPort, remoteAddress = remote, remotePort, state = "established", userId = 0, processId, name, unit, container,
            firstSeen = firstSeen ?? Noon, lastSeen, wasThere,
        });
        return this;
    }

    /// <summary>Something that is no socket.</summary>
    internal SocketTable AddOther(object? other)
    {
        sockets.Add(other);
        return this;
    }

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        new { sample = new { time = Time, tookMs = 1.5, unknown = Unknown, unseenProcesses = UnseenProcesses, isCut = IsCut, leftOut = LeftOut }, isWhole = IsWhole, sockets, gone = Gone });
}
