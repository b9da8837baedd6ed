namespace Packet.Dissect.Conversations;

/// <summary>
/// Requests that wait for their reply, by what both carry. A ring in order of arrival with a hash over it: the oldest goes when it is full, and a
/// repeated request takes the place of the one before.
/// </summary>
internal sealed class RequestBook
{
    private readonly int maxCount;
    private readonly DissectionCounters counters;
    private readonly Dictionary<RequestKey, Entry> pending = [];
    private readonly Queue<(RequestKey Key, long Number)> order = new();

    internal RequestBook(int maxCount, DissectionCounters counters)
    {
        this.maxCount = Math.Max(1, maxCount);
        this.counters = counters;
    }

    internal int Count => pending.Count;

    internal void Add(in RequestKey key, long number, long time)
    {
        pending[key] = new Entry(number, time);
        order.Enqueue((key, number));
        while (order.Count > maxCount)
        {
            var (oldKey, oldNumber) = order.Dequeue();
            // Answered or repeated since: what is in the book under this key is not this request.
            if (!pending.TryGetValue(oldKey, out var entry) || entry.Number != oldNumber) continue;
            pending.Remove(oldKey);
            counters.EvictedRequests++;
        }
    }

    /// <summary>Finds the request of a reply and takes it out of the book.</summary>
    internal bool TryTake(in RequestKey key, out long number, out long time)
    {
        var isFound = pending.Remove(key, out var entry);
        number = entry.Number;
        time = entry.Time;
        return isFound;
    }

    internal void Clear()
    {
        pending.Clear();
        order.Clear();
    }

    private readonly record struct Entry(long Number, long Time);
}
