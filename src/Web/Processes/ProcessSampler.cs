namespace WebCap.Processes;

/// <summary>
/// One sample after the other: the sockets of the service's network namespace from /proc/net, and their processes from /proc/PID. Links to
/// sockets are searched only when a socket is new, and every tenth time, because a search costs as much as the machine has open files. One
/// thread at a time; what it hands out is anybody's.
/// </summary>
internal sealed class ProcessSampler
{
    private const int SearchEvery = 10;

    // A socket whose process is not found in so many whole searches is one that the service may not look at, and asks for no more of them.
    private const int MaxFailedSearches = 3;

    // Most lines of a busy machine are connections in TIME_WAIT, which have no process and no place in the table.
    private const int LinesASocket = 4;

    private static readonly (string Name, SocketProtocol Protocol)[] Files =
    [
        ("net/tcp", SocketProtocol.Tcp), ("net/tcp6", SocketProtocol.Tcp), ("net/udp", SocketProtocol.Udp), ("net/udp6", SocketProtocol.Udp),
        ("net/udplite", SocketProtocol.UdpLite), ("net/udplite6", SocketProtocol.UdpLite), ("net/raw", SocketProtocol.Raw),
        ("net/raw6", SocketProtocol.Raw), ("net/icmp", SocketProtocol.Icmp), ("net/icmp6", SocketProtocol.Icmp),
    ];

    private readonly ProcessOptions options;
    private readonly TimeProvider time;
    private readonly ProcFolder proc;
    private readonly OwnerSearch search;
    private readonly SocketTable table;
    private int samplesSinceSearch = SearchEvery;

    public ProcessSampler(ProcessOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        proc = new ProcFolder(options.Folder);
        search = new OwnerSearch(proc, options);
        table = new SocketTable(options);
    }

    /// <summary>Takes one.</summary>
    public ProcessSnapshot Sample()
    {
        var began = time.GetTimestamp();
        var now = time.GetUtcNow();
        var isCut = !ReadSockets(now);
        samplesSinceSearch++;
        if (samplesSinceSearch >= SearchEvery || table.Entries.Any(Wants)) FindOwners();
        var sockets = table.Entries.Select(entry => entry.View).ToArray();
        Array.Sort(sockets, static (left, right) => left.Id.CompareTo(right.Id));
        var unknown = sockets.Count(socket => socket.ProcessId is null && socket.LastSeen is null);
        var took = time.GetElapsedTime(began).TotalMilliseconds;
        return new ProcessSnapshot(
            new SampleView(now, Math.Round(took, 3), unknown, search.ProcessCount, search.UnseenCount, search.DescriptorCount, isCut || search.IsCut, table.LeftOut),
            sockets);
    }

    private static bool Wants(SocketEntry entry) => entry is { Owner: null, LastSeen: null, FailedSearches: < MaxFailedSearches };

    // False when there were more lines than it looks at.
    private bool ReadSockets(DateTimeOffset now)
    {
        var left = options.Sockets * LinesASocket;
        table.Begin();
        foreach (var (name, protocol) in Files)
        {
            proc.ReadLines(name, line =>
            {
                if (left == 0) return false;
                left--;
                if (SocketLine.TryParse(line, protocol, out var socket)) table.Observe(socket, now);
                return true;
            });
        }

        table.End(now);
        return left > 0;
    }

    private void FindOwners()
    {
        samplesSinceSearch = 0;
        search.Run(table.Entries.Where(entry => entry.LastSeen is null).Select(entry => entry.Inode).ToHashSet());
        Dictionary<int, ProcessFacts?> facts = [];
        foreach (var entry in table.Entries)
        {
            if (entry.LastSeen is not null) continue;
            if (search.Owners.TryGetValue(entry.Inode, out var id))
            {
                if (!facts.TryGetValue(id, out var owner)) facts.Add(id, owner = ProcessFacts.Read(proc, id));
                if (owner is not null) entry.SetOwner(owner);
            }
            else if (!search.IsCut)
            {
                entry.FailedSearches++;
            }
        }
    }
}
