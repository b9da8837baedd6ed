using System.Net;
using System.Text.Json;
using Bpf.Wire;
using Packet.Dissect.Conversations;
using Packet.Dissect.Ipv4;

namespace Packet.Dissect.Processes;

/// <summary>
/// Which process likely has a packet: the table of sockets that the capturing machine tells (GET /api/processes, or the hub's Processes), joined by
/// the five-tuple. The use: <see cref="Take"/> what the server sends, then <see cref="Find"/>. Sockets that the server has forgotten stay, so that
/// packets of connections that are long over keep their names; over <see cref="MaxSockets"/> those go that were closed first, and open ones last: a
/// server listens on the same socket for months. Likely, because a sample a second
/// misses what is shorter and ports are used again. Not thread safe.
/// </summary>
public sealed class ProcessBook
{
    /// <summary>Sockets that are remembered; some 300 bytes each.</summary>
    public const int MaxSockets = 32_768;

    private const int MaxNameLength = 128;

    // A sample may be a second late, and the capture's clock reads what the sampler's does.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(3);

    // A socket that was there before the samples began is older, nobody knows by how much: packets of this time before are its own.
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);

    private readonly Dictionary<PacketFlow, List<Entry>> entries = [];
    private readonly Dictionary<long, Entry> current = [];

    // A table names the same few processes for thousands of sockets; each becomes one object, and its texts are read once.
    private readonly Dictionary<int, (SocketInfo Source, LikelyProcess Process)> ownersOfTake = [];

    // Each entry is in one of the two; the first in them goes first.
    private readonly LinkedList<Entry> open = [];
    private readonly LinkedList<Entry> closed = [];

    /// <summary>Goes up with every change, so that what was found earlier can be kept until then.</summary>
    public int Version { get; private set; }

    /// <summary>Sockets that are remembered.</summary>
    public int Count => open.Count + closed.Count;

    /// <summary>Sockets that went because there were too many.</summary>
    public long Evicted { get; private set; }

    /// <summary>When the server took what was taken last, by the clock that packets have; null before the first table.</summary>
    public DateTimeOffset? SampledAt { get; private set; }

    /// <summary>What the server could not see, as a sentence; null when nothing, or before the first table.</summary>
    public string? Shortcoming { get; private set; }

    /// <summary>Takes a table or news of one, as UTF-8 JSON. What is no socket in it is left out.</summary>
    /// <exception cref="JsonException">It is no table.</exception>
    public void Take(ReadOnlySpan<byte> json)
    {
        var news = JsonSerializer.Deserialize(json, ProcessJson.Default.SocketNews) ?? throw new JsonException("There is no table.");
        var isWhole = news.IsWhole ?? true;
        Dictionary<long, Entry> former = [];
        if (isWhole)
        {
            foreach (var (id, entry) in current) former.Add(id, entry);
            current.Clear();
        }

        ownersOfTake.Clear();
        foreach (var socket in news.Sockets ?? []) TakeSocket(socket);
        foreach (var id in news.Gone ?? [])
        {
            if (current.Remove(id, out var entry)) Close(entry, news.Sample);
        }

        foreach (var (id, entry) in former)
        {
            if (!current.TryGetValue(id, out var now) || now != entry) Close(entry, news.Sample);
        }

        SampledAt = news.Sample?.Time ?? SampledAt;
        Shortcoming = Describe(news.Sample);
        Version++;
    }

    /// <summary>The processes at the ends of a packet.</summary>
    /// <param name="flow">Its five-tuple.</param>
    /// <param name="direction">Which way it went at the interface, if known: a listening socket answers for this machine's end only.</param>
    /// <param name="timeNanoseconds">When it was captured, since 1970 UTC.</param>
    public LikelyProcesses Find(in PacketFlow flow, FrameDirection direction, long timeNanoseconds)
    {
        var sender = FindEntry(flow, timeNanoseconds);
        var receiver = FindEntry(flow.Reversed, timeNanoseconds);
        var staysHere = StaysHere(flow);
        if (staysHere)
        {
            sender ??= FindUnconnected(flow, timeNanoseconds);
            receiver ??= FindUnconnected(flow.Reversed, timeNanoseconds);
        }
        else if (sender is null && receiver is null)
        {
            if (direction != FrameDirection.Out) receiver = FindUnconnected(flow.Reversed, timeNanoseconds);
            if (direction != FrameDirection.In && receiver is null) sender = FindUnconnected(flow, timeNanoseconds);
        }

        return new LikelyProcesses(sender?.Process, receiver?.Process, staysHere);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        entries.Clear();
        current.Clear();
        open.Clear();
        closed.Clear();
        SampledAt = null;
        Shortcoming = null;
        Version++;
    }

    private static string? Describe(SampleInfo? sample)
    {
        if (sample is null) return null;
        if (sample.IsCut || sample.LeftOut > 0) return "The machine has more sockets, processes or open files than a sample looks at, so some names are missing.";
        return sample is { Unknown: > 0, UnseenProcesses: > 0 }
            ? $"The service may not look at {sample.UnseenProcesses} processes of other users, so some names are missing; as root it may."
            : null;
    }

    private void TakeSocket(SocketInfo? socket)
    {
        if (socket is null || !TryReadKey(socket, out var key)) return;
        if (!current.TryGetValue(socket.Id, out var entry)) entry = FindAgain(socket, key);
        if (entry is null || entry.Key != key)
        {
            // Another socket has the number: the one before is gone, and nobody said so.
            if (entry is not null) Close(entry, null);
            if (Count == MaxSockets) Evict();
            entry = new Entry(socket.Id, key, socket.FirstSeen, socket.WasThere);
            if (!entries.TryGetValue(key, out var list)) entries.Add(key, list = []);
            list.Add(entry);
            open.AddLast(entry.Place);
        }

        current[socket.Id] = entry;
        entry.Set(socket.LastSeen, ProcessOf(socket));
        Sort(entry);
    }

    // A whole table that comes in several items closes at the first what the others have. The same socket in the same run of samples has the same
    // number and was first seen at the same time.
    private Entry? FindAgain(SocketInfo socket, in PacketFlow key)
    {
        if (!entries.TryGetValue(key, out var list)) return null;
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (list[i].Id == socket.Id && list[i].FirstSeen == socket.FirstSeen) return list[i];
        }

        return null;
    }

    private void Close(Entry entry, SampleInfo? sample)
    {
        entry.Close(sample?.Time ?? SampledAt ?? DateTimeOffset.MaxValue);
        Sort(entry);
    }

    // An evicted one is in neither list.
    private void Sort(Entry entry)
    {
        var list = entry.IsOpen ? open : closed;
        if (entry.Place.List is not { } now || now == list) return;
        now.Remove(entry.Place);
        list.AddLast(entry.Place);
    }

    private void Evict()
    {
        var place = closed.First ?? open.First!;
        var entry = place.Value;
        place.List!.Remove(place);
        Evicted++;
        if (current.TryGetValue(entry.Id, out var same) && same == entry) current.Remove(entry.Id);
        var list = entries[entry.Key];
        list.Remove(entry);
        if (list.Count == 0) entries.Remove(entry.Key);
    }

    // From the machine to itself, so that both ends are its own whichever way the interface says the packet went. 127.0.0.0/8 or ::1 (RFC 6890).
    private static bool StaysHere(in PacketFlow flow) =>
        flow.SourceAddress == flow.DestinationAddress || flow.DestinationAddress == UInt128.One || flow.DestinationAddress >> 24 == 0xffff_7f;

    private Entry? FindUnconnected(in PacketFlow local, long time)
    {
        var unconnected = new PacketFlow(local.Protocol, local.SourceAddress, local.SourcePort, 0, 0);
        if (FindEntry(unconnected, time) is { } bound) return bound;
        var isIPv4 = local.SourceAddress >> 32 == 0xffff;
        // 0.0.0.0 before ::, which has IPv4 packets too unless it is told not to.
        return (isIPv4 ? FindEntry(unconnected with { SourceAddress = FlowReader.AddressOf([0, 0, 0, 0]) }, time) : null)
            ?? FindEntry(unconnected with { SourceAddress = 0 }, time);
    }

    // The latest that was there at that time: ports are used again.
    private Entry? FindEntry(in PacketFlow key, long time)
    {
        if (!entries.TryGetValue(key, out var list)) return null;
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (list[i].Process is not null && list[i].WasThereAt(time)) return list[i];
        }

        return null;
    }

    private static bool TryReadKey(SocketInfo socket, out PacketFlow key)
    {
        key = default;
        byte protocol = socket.Protocol switch { "tcp" => IpProtocol.Tcp, "udp" => IpProtocol.Udp, "udplite" => IpProtocol.UdpLite, _ => 0 };
        if (protocol == 0 || socket.LocalPort is <= 0 or > ushort.MaxValue || socket.RemotePort is < 0 or > ushort.MaxValue) return false;
        if (!TryReadAddress(socket.LocalAddress, out var local) || !TryReadAddress(socket.RemoteAddress, out var remote)) return false;
        key = new PacketFlow(protocol, local, (ushort)socket.LocalPort, socket.RemotePort != 0 ? remote : 0, (ushort)socket.RemotePort);
        return true;
    }

    private static bool TryReadAddress(string? text, out UInt128 address)
    {
        address = default;
        if (!IPAddress.TryParse(text, out var parsed)) return false;
        Span<byte> bytes = stackalloc byte[16];
        if (!parsed.TryWriteBytes(bytes, out var length)) return false;
        address = FlowReader.AddressOf(bytes[..length]);
        return true;
    }

    // The server has made them safe to show; that is not for this side to rely on.
    private LikelyProcess? ProcessOf(SocketInfo socket)
    {
        if (socket is not { ProcessId: { } id, Name: { } name }) return null;
        if (ownersOfTake.TryGetValue(id, out var known) && known.Source.Name == name && known.Source.Unit == socket.Unit && known.Source.Container == socket.Container)
            return known.Process;
        var process = new LikelyProcess(id, Safe(name)!, Safe(socket.Unit), Safe(socket.Container));
        ownersOfTake[id] = (socket, process);
        return process;
    }

    private static string? Safe(string? text) => text is null ? null : DisplayText.Escape(text, MaxNameLength);

    private sealed class Entry
    {
        private readonly long first;
        private long last = long.MaxValue;

        public Entry(long id, PacketFlow key, DateTimeOffset firstSeen, bool wasThere)
        {
            (Id, Key, FirstSeen) = (id, key, firstSeen);
            first = Nanoseconds(firstSeen, wasThere ? -Before : -Slack);
            Place = new LinkedListNode<Entry>(this);
        }

        public long Id { get; }

        public PacketFlow Key { get; }

        public DateTimeOffset FirstSeen { get; }

        public LinkedListNode<Entry> Place { get; }

        public bool IsOpen => last == long.MaxValue;

        public LikelyProcess? Process { get; private set; }

        public bool WasThereAt(long time) => time >= first && time <= last;

        public void Set(DateTimeOffset? lastSeen, LikelyProcess? process)
        {
            last = lastSeen is { } seen ? Nanoseconds(seen, Slack) : long.MaxValue;
            Process = process ?? Process;
        }

        public void Close(DateTimeOffset at)
        {
            if (IsOpen) last = Nanoseconds(at, Slack);
        }

        // A time that the server made up may be any; the packet's are from 1678 to 2262.
        private static long Nanoseconds(DateTimeOffset time, TimeSpan by)
        {
            const long NanosecondsATick = 100;
            const long MaxTicks = (long.MaxValue - 1) / NanosecondsATick;
            return Math.Clamp((time - DateTimeOffset.UnixEpoch + by).Ticks, -MaxTicks, MaxTicks) * NanosecondsATick;
        }
    }
}
