namespace WebCap.Processes;

/// <summary>A socket in the table. One thread, but for its <see cref="View"/>.</summary>
internal sealed class SocketEntry(long id, SocketLine line, DateTimeOffset firstSeen, bool wasThere)
{
    private SocketView? view;

    public SocketKey Key => line.Key;

    public long Inode => line.Inode;

    /// <summary>The latest sample that had it.</summary>
    public long SeenIn { get; set; }

    /// <summary>Searches that were whole and did not find its process.</summary>
    public int FailedSearches { get; set; }

    /// <summary>When it was seen last; null while it is there.</summary>
    public DateTimeOffset? LastSeen { get; private set; }

    /// <summary>Its process; null while that is not known.</summary>
    public ProcessFacts? Owner { get; private set; }

    /// <summary>As it is told. The same object until something is different.</summary>
    public SocketView View => view ??= SocketView.Of(id, line, Owner, firstSeen, LastSeen, wasThere);

    /// <summary>It is in the sample.</summary>
    public void See(long sample, byte state)
    {
        SeenIn = sample;
        if (state == line.State && LastSeen is null) return;
        line = line with { State = state };
        LastSeen = null;
        view = null;
    }

    /// <summary>It is not in the sample any more.</summary>
    public void Close(DateTimeOffset lastSeen)
    {
        LastSeen = lastSeen;
        view = null;
    }

    public void SetOwner(ProcessFacts owner)
    {
        if (owner == Owner) return;
        Owner = owner;
        view = null;
    }
}
