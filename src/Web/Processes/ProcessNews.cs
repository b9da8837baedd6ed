namespace WebCap.Processes;

/// <summary>An item of the hub's stream.</summary>
/// <param name="Sample">What the sample took.</param>
/// <param name="IsWhole">True when the table begins anew, as it does at first: a socket that is neither here nor in an item behind is not in it.</param>
/// <param name="Sockets">Those that are new or different.</param>
/// <param name="Gone">The numbers of those that left the table.</param>
internal sealed record ProcessNews(SampleView Sample, bool IsWhole, SocketView[] Sockets, long[] Gone)
{
    /// <summary>
    /// Sockets of an item, at most: some 150 KB. A page that read 7,500 at once stood still for two seconds; in such items no step took it longer than
    /// a quarter of one.
    /// </summary>
    public const int MaxSockets = 512;

    /// <summary>The same in items that are not too large.</summary>
    public IEnumerable<ProcessNews> Split()
    {
        yield return Sockets.Length <= MaxSockets ? this : this with { Sockets = Sockets[..MaxSockets] };
        for (var at = MaxSockets; at < Sockets.Length; at += MaxSockets)
            yield return new ProcessNews(Sample, false, Sockets[at..Math.Min(at + MaxSockets, Sockets.Length)], []);
    }
}
