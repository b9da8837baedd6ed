namespace WebCap.Processes;

/// <summary>The table after a sample; never changed. Sockets are in the order of their numbers, and one that is as it was is the same object as before.</summary>
internal sealed record ProcessSnapshot(SampleView Sample, SocketView[] Sockets)
{
    /// <summary>Everything, for who asks once, in an order that stays.</summary>
    public ProcessList ToList()
    {
        var sorted = Sockets.ToArray();
        Array.Sort(sorted, static (left, right) => Compare(left, right));
        return new ProcessList(Sample, sorted);
    }

    /// <summary>What is new since <paramref name="former"/>; everything when that is null, null when nothing is.</summary>
    public ProcessNews? Since(ProcessSnapshot? former)
    {
        if (former is null) return new ProcessNews(Sample, true, Sockets, []);
        List<SocketView> changed = [];
        List<long> gone = [];
        var old = 0;
        foreach (var socket in Sockets)
        {
            for (; old < former.Sockets.Length && former.Sockets[old].Id < socket.Id; old++) gone.Add(former.Sockets[old].Id);
            var isOld = old < former.Sockets.Length && former.Sockets[old].Id == socket.Id;
            if (!isOld || !ReferenceEquals(former.Sockets[old], socket)) changed.Add(socket);
            if (isOld) old++;
        }

        for (; old < former.Sockets.Length; old++) gone.Add(former.Sockets[old].Id);
        if (changed.Count == 0 && gone.Count == 0 && Sample.SaysTheSame(former.Sample)) return null;
        return new ProcessNews(Sample, false, [.. changed], [.. gone]);
    }

    private static int Compare(SocketView left, SocketView right)
    {
        var order = string.CompareOrdinal(left.Protocol, right.Protocol);
        if (order == 0) order = left.LocalPort.CompareTo(right.LocalPort);
        if (order == 0) order = string.CompareOrdinal(left.LocalAddress, right.LocalAddress);
        if (order == 0) order = string.CompareOrdinal(left.RemoteAddress, right.RemoteAddress);
        if (order == 0) order = left.RemotePort.CompareTo(right.RemotePort);
        return order == 0 ? left.Id.CompareTo(right.Id) : order;
    }
}
