namespace WebCap.Processes;

/// <summary>
/// Finds the processes that have given sockets open, by the links in /proc/PID/fd. A search looks at so many processes and so many links; one
/// that is cut is continued by the next. One thread at a time.
/// </summary>
internal sealed class OwnerSearch(ProcFolder proc, ProcessOptions options)
{
    // Holds sockets for services that it starts later, and is the answer only when nobody else is.
    private const int Init = 1;

    private readonly Dictionary<long, int> owners = [];
    private int lastProcess;

    /// <summary>The owner of each socket that was found, by inode. Of several it is the one with the lowest number: the first of a family.</summary>
    public IReadOnlyDictionary<long, int> Owners => owners;

    /// <summary>Processes looked at.</summary>
    public int ProcessCount { get; private set; }

    /// <summary>Of them, those that may not be looked at.</summary>
    public int UnseenCount { get; private set; }

    /// <summary>Links looked at.</summary>
    public int DescriptorCount { get; private set; }

    /// <summary>True when a bound ended it.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Searches; ends early when all are found.</summary>
    public void Run(IReadOnlySet<long> inodes)
    {
        owners.Clear();
        (ProcessCount, UnseenCount, DescriptorCount, IsCut) = (0, 0, 0, false);
        var processes = proc.ListProcesses();
        // From behind the last of a search that was cut, and around.
        var first = Math.Max(0, processes.FindIndex(process => process > lastProcess));
        var open = inodes.Count;
        for (var i = 0; i < processes.Count && open > 0; i++)
        {
            var process = processes[(first + i) % processes.Count];
            if (ProcessCount == options.Processes || DescriptorCount >= options.Descriptors)
            {
                IsCut = true;
                return;
            }

            ProcessCount++;
            open -= Look(process, inodes);
            // One that was looked at in part comes first next time, unless it alone is more than a search may have.
            if (!IsCut || ProcessCount == 1) lastProcess = process;
            if (IsCut) return;
        }

        lastProcess = 0;
    }

    // Returns how many sockets were found that nobody but init had before.
    private int Look(int process, IReadOnlySet<long> inodes)
    {
        var found = 0;
        int looked = 0, readable = 0;
        using var descriptors = proc.OpenDescriptors(process);
        while (descriptors.MoveNext())
        {
            if (DescriptorCount >= options.Descriptors)
            {
                IsCut = true;
                break;
            }

            DescriptorCount++;
            looked++;
            var inode = proc.SocketOf(process, descriptors.Current, out var isReadable);
            if (isReadable) readable++;
            if (inode == 0 || !inodes.Contains(inode)) continue;
            var isKnown = owners.TryGetValue(inode, out var other);
            if (isKnown && other != Init && (process == Init || other <= process)) continue;
            if (process != Init && (!isKnown || other == Init)) found++;
            owners[inode] = process;
        }

        if (descriptors.IsDenied || (looked > 0 && readable == 0)) UnseenCount++;
        return found;
    }
}
