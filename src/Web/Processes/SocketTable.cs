namespace WebCap.Processes;

/// <summary>
/// The sockets of one sample after the other, one entry a five-tuple. A sample is <see cref="Begin"/>, <see cref="Observe"/> for each line,
/// <see cref="End"/>; a socket that it does not have is closed, and stays for a while. One thread.
/// </summary>
internal sealed class SocketTable(ProcessOptions options)
{
    private readonly Dictionary<SocketKey, SocketEntry> entries = [];

    // Sockets whose five-tuple is taken by an entry with another inode: that one is gone, unless it comes later in the same sample, as the
    // sockets of SO_REUSEPORT do.
    private readonly Dictionary<SocketKey, SocketLine> successors = [];
    private DateTimeOffset previous;
    private long lastId;
    private long sample;
    private bool isPurged;

    /// <summary>Every entry, closed ones included.</summary>
    public IReadOnlyCollection<SocketEntry> Entries => entries.Values;

    /// <summary>Sockets of this sample that the table had no room for.</summary>
    public int LeftOut { get; private set; }

    public void Begin()
    {
        sample++;
        LeftOut = 0;
        isPurged = false;
    }

    public void Observe(in SocketLine line, DateTimeOffset now)
    {
        if (!entries.TryGetValue(line.Key, out var entry))
        {
            // What nobody has any more, and had when nobody looked, is not worth a place.
            if (line.Inode != 0) Add(line, now);
        }
        else if (line.Inode == entry.Inode || (line.Inode == 0 && SocketStateText.IsTimeWait(line.State)))
        {
            entry.See(sample, line.State);
        }
        else if (line.Inode != 0)
        {
            successors[line.Key] = line;
        }
    }

    public void End(DateTimeOffset now)
    {
        foreach (var (key, line) in successors)
        {
            if (!entries.TryGetValue(key, out var entry) || entry.SeenIn != sample) Add(line, now);
        }

        successors.Clear();
        foreach (var (key, entry) in entries)
        {
            if (entry.SeenIn == sample) continue;
            if (entry.LastSeen is null) entry.Close(previous);
            else if (now - entry.LastSeen > options.Retention) entries.Remove(key);
        }

        previous = now;
    }

    private void Add(in SocketLine line, DateTimeOffset now)
    {
        if (entries.Count >= options.Sockets && !entries.ContainsKey(line.Key))
        {
            if (!isPurged) Purge();
            if (entries.Count >= options.Sockets)
            {
                LeftOut++;
                return;
            }
        }

        entries[line.Key] = new SocketEntry(++lastId, line, now, wasThere: sample == 1) { SeenIn = sample };
    }

    private void Purge()
    {
        isPurged = true;
        foreach (var (key, entry) in entries)
        {
            if (entry.LastSeen is not null && entry.SeenIn != sample) entries.Remove(key);
        }
    }
}
