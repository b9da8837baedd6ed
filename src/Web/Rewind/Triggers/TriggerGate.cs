namespace WebCap.Rewind.Triggers;

/// <summary>
/// Whether a packet that matches fires its trigger, by the monotonic clock: a clock that is set neither lets more through nor less. What it remembers
/// is bounded: the turns of a second, and the firings of an hour. One thread.
/// </summary>
internal sealed class TriggerGate(TriggerSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TimeSpan cooldown = TimeSpan.FromSeconds(settings.CooldownSeconds);

    // What matched within the last second, a hold buffer each: all packets of one have come at the same moment.
    private readonly Queue<(long Arrival, int Count)> recent = new();
    private readonly Queue<long> fired = new();
    private long newestArrival;
    private int newestCount;
    private int recentCount;
    private long lastFired;

    /// <summary>A packet matches that came at <paramref name="arrival"/>, a timestamp of the clock; never before the one of the call before.</summary>
    public TriggerVerdict Judge(long arrival)
    {
        if (settings.PerSecond > 0 && CountWithinSecond(arrival) <= settings.PerSecond) return TriggerVerdict.Wait;
        while (fired.TryPeek(out var oldest) && time.GetElapsedTime(oldest, arrival) >= Hour) fired.Dequeue();
        if (fired.Count >= settings.PerHour || (fired.Count > 0 && time.GetElapsedTime(lastFired, arrival) < cooldown)) return TriggerVerdict.Suppress;
        fired.Enqueue(arrival);
        lastFired = arrival;
        return TriggerVerdict.Fire;
    }

    private int CountWithinSecond(long arrival)
    {
        if (newestCount > 0 && arrival != newestArrival)
        {
            recent.Enqueue((newestArrival, newestCount));
            newestCount = 0;
        }

        newestArrival = arrival;
        newestCount++;
        recentCount++;
        while (recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Arrival, arrival) >= Second) recentCount -= recent.Dequeue().Count;
        return recentCount;
    }
}
