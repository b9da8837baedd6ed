namespace WebCap.Rewind;

/// <summary>
/// The last records of a device, in a ring of bytes and, if so wished, no older than an age by the monotonic clock. Hold buffers are kept whole; the
/// oldest is forgotten when the next needs its place. Every record has a number, its place in all that came, so a reader that asks for a number knows
/// what was forgotten before it got there.
/// <code>
///   store   | d d d | e e |  rest left over  |   entries  a is forgotten, next is written over b
///           |  ^ next     | b b b | c c c c  |
/// </code>
/// <para>Threads: one appends at a time; any number read. Nobody waits for a reader: it copies without a lock and throws the copy away if it was
/// written over meanwhile.</para>
/// </summary>
internal sealed class RollingLog(IRollingStore store, TimeSpan age, TimeProvider time) : IDisposable
{
    private readonly Lock sync = new();

    // In order of their numbers; those before `first` are forgotten.
    private readonly List<RollingEntry> entries = [];
    private int first;
    private long end;
    private long writeAt;
    private long packets;
    private long bytes;
    private long lost;
    private bool isClosed;
    private TaskCompletionSource? arrival;

    /// <summary>The number that the next record to come will have.</summary>
    public long EndRecord
    {
        get
        {
            lock (sync) return end;
        }
    }

    public RollingBooks GetBooks()
    {
        lock (sync)
        {
            RollingEntry? oldest = first < entries.Count ? entries[first] : null;
            return new RollingBooks(end, packets, bytes, end - packets - lost, lost, oldest?.Time, oldest?.Arrival ?? 0);
        }
    }

    /// <summary>
    /// Keeps a hold buffer. What the store cannot keep is counted as lost, takes its numbers with it and is the caller's to report; the log goes on.
    /// </summary>
    /// <param name="records">Whole records.</param>
    /// <param name="recordCount">How many.</param>
    /// <param name="dropped">What the device had dropped when the hold buffer before this one was taken.</param>
    /// <returns>Why it was lost; null when it was kept.</returns>
    public Exception? Append(ReadOnlySpan<byte> records, int recordCount, long dropped)
    {
        var now = time.GetTimestamp();
        long offset;
        lock (sync) offset = MakeRoom(records.Length, now);
        Exception? fault = null;
        try
        {
            if (offset < 0) throw new IOException($"{records.Length} bytes are more than the window holds.");
            store.Write(offset, records);
        }
        catch (IOException ioFault)
        {
            fault = ioFault;
        }

        lock (sync)
        {
            if (fault is null)
            {
                entries.Add(new RollingEntry(end, recordCount, offset, records.Length, now, dropped, time.GetUtcNow()));
                writeAt = offset + records.Length;
                packets += recordCount;
                bytes += records.Length;
            }
            else
            {
                lost += recordCount;
            }

            end += recordCount;
            Signal();
        }

        return fault;
    }

    /// <summary>Forgets what is older than the log's age.</summary>
    public void Trim()
    {
        lock (sync) ForgetOld(time.GetTimestamp());
    }

    /// <summary>
    /// Copies the first hold buffer that has a record of number <paramref name="record"/> or later into <paramref name="destination"/>, which is made
    /// longer if need be. Its own numbers say where it begins: before that record, or behind it when what was between is forgotten or lost. False when
    /// there is none yet, or the log is closed.
    /// </summary>
    public bool TryRead(long record, ref byte[] destination, out RollingEntry entry)
    {
        while (TryFind(record, out entry))
        {
            if (destination.Length < entry.LengthBytes) destination = GC.AllocateUninitializedArray<byte>(entry.LengthBytes);
            try
            {
                store.Read(entry.Offset, destination.AsSpan(0, entry.LengthBytes));
            }
            catch (Exception fault) when (fault is IOException or ObjectDisposedException)
            {
                // What the disk does not give back is a gap in the numbers, as what was forgotten is.
                record = entry.EndRecord;
                continue;
            }

            // Entries are forgotten before they are written over, so one that is still there was not.
            if (Has(in entry)) return true;
        }

        return false;
    }

    /// <summary>The number of the first record that came at most <paramref name="span"/> ago; the end when none did.</summary>
    public long FirstSince(TimeSpan span) => FirstSince(span, time.GetTimestamp());

    /// <summary>The number of the first record that came at most <paramref name="span"/> before <paramref name="now"/>, or later.</summary>
    public long FirstSince(TimeSpan span, long now)
    {
        lock (sync)
        {
            var low = first;
            var high = entries.Count;
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (time.GetElapsedTime(entries[middle].Arrival, now) > span) low = middle + 1;
                else high = middle;
            }

            return low < entries.Count ? entries[low].FirstRecord : end;
        }
    }

    /// <summary>Ends when record <paramref name="record"/> has come, or the log is closed.</summary>
    public async Task WaitAsync(long record, CancellationToken cancellation)
    {
        while (true)
        {
            Task come;
            lock (sync)
            {
                if (end > record || isClosed) return;
                arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                come = arrival.Task;
            }

            await come.WaitAsync(cancellation);
        }
    }

    /// <summary>True once nothing more will come.</summary>
    public bool IsClosed
    {
        get
        {
            lock (sync) return isClosed;
        }
    }

    /// <summary>Nothing more will come; who waits learns it, and what there is can still be read until <see cref="Dispose"/>.</summary>
    public void Close()
    {
        lock (sync)
        {
            isClosed = true;
            Signal();
        }
    }

    /// <summary>Forgets everything and gives the store back.</summary>
    public void Dispose()
    {
        Close();
        lock (sync)
        {
            while (first < entries.Count) ForgetOldest();
        }

        store.Dispose();
    }

    // Where the next hold buffer goes; negative when it is longer than the store.
    private long MakeRoom(int lengthBytes, long now)
    {
        ForgetOld(now);
        if (lengthBytes > store.CapacityBytes) return -1;
        var offset = writeAt;
        if (offset + lengthBytes > store.CapacityBytes)
        {
            while (first < entries.Count && entries[first].Offset >= offset) ForgetOldest();
            offset = 0;
        }

        while (first < entries.Count && entries[first].Offset < offset + lengthBytes && offset < entries[first].EndOffset) ForgetOldest();
        return offset;
    }

    private void ForgetOld(long now)
    {
        if (age == TimeSpan.Zero) return;
        while (first < entries.Count && time.GetElapsedTime(entries[first].Arrival, now) > age) ForgetOldest();
    }

    private void ForgetOldest()
    {
        packets -= entries[first].RecordCount;
        bytes -= entries[first].LengthBytes;
        first++;
        // The forgotten half is taken off in one.
        if (first < 1024 || first * 2 < entries.Count) return;
        entries.RemoveRange(0, first);
        first = 0;
    }

    private bool TryFind(long record, out RollingEntry entry)
    {
        lock (sync)
        {
            var low = first;
            var high = entries.Count;
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (entries[middle].EndRecord <= record) low = middle + 1;
                else high = middle;
            }

            entry = low < entries.Count ? entries[low] : default;
            return low < entries.Count;
        }
    }

    private bool Has(in RollingEntry entry)
    {
        lock (sync) return first < entries.Count && entries[first].FirstRecord <= entry.FirstRecord;
    }

    private void Signal()
    {
        arrival?.TrySetResult();
        arrival = null;
    }
}
