namespace Packet.Dissect.Conversations;

/// <summary>
/// The TCP conversations of a capture: a hash table over an array that grows to its limit. At the limit a hand goes round the array, spares once what was
/// used since it last came by, and lets go of the first that was not; use costs one bit in an entry that is being read anyway, where an exact order
/// would cost three cache misses a packet.
/// Conversations between the same ends (ports used again) hang off the newest one, at most <see cref="MaxGenerations"/> of them, so that a flood of them
/// makes no bucket long. The oldest of them always goes first: a packet must never be given the numbers of an earlier conversation.
/// </summary>
internal sealed class TcpFlowTable
{
    private const int None = -1;
    private const int FirstCapacity = 64;
    private const int MaxGenerations = 8;

    private readonly int maxCount;
    private readonly DissectionCounters counters;
    private readonly ulong seed = (ulong)Random.Shared.NextInt64();
    private TcpFlow[] flows;
    private int[] buckets;
    private int count;
    private int hand;
    private int nextStreamIndex;

    internal TcpFlowTable(int maxCount, DissectionCounters counters)
    {
        this.maxCount = Math.Max(1, maxCount);
        this.counters = counters;
        flows = new TcpFlow[Math.Min(this.maxCount, FirstCapacity)];
        buckets = NewBuckets(flows.Length);
    }

    internal int Count => count;

    /// <summary>The conversation at a place that a find or an add returned; valid until the next add.</summary>
    internal ref TcpFlow this[int index] => ref flows[index];

    /// <summary>The newest conversation between two ends; -1 when there is none.</summary>
    internal int FindNewest(in FlowKey key)
    {
        for (var i = buckets[BucketOf(key)]; i != None; i = flows[i].NextInBucket)
        {
            if (flows[i].Key.Is(key)) return i;
        }

        return None;
    }

    /// <summary>The conversation that a packet belonged to when it was observed; -1 when it was let go.</summary>
    internal int FindAt(in FlowKey key, long packetNumber)
    {
        var i = FindNewest(key);
        while (i != None && flows[i].FirstPacket > packetNumber) i = flows[i].Older;
        return i;
    }

    /// <summary>Begins a conversation; an earlier one between the same ends becomes its older one.</summary>
    internal int Add(in FlowKey key, long packetNumber, long time)
    {
        var index = TakePlace(key);
        var older = FindNewest(key);
        ref var flow = ref flows[index];
        flow = default;
        flow.Key = key;
        flow.StreamIndex = nextStreamIndex++;
        flow.FirstPacket = packetNumber;
        flow.FirstTime = time;
        flow.A.Scale = flow.B.Scale = TcpDirection.ScaleUnknown;
        flow.A.Window = flow.B.Window = uint.MaxValue;
        flow.WasUsed = true;
        flow.Newer = None;
        flow.Older = older;
        if (older != None)
        {
            RemoveFromBucket(older);
            flows[older].Newer = index;
        }

        ref var bucket = ref buckets[BucketOf(key)];
        flow.NextInBucket = bucket;
        bucket = index;
        counters.Flows = count;
        return index;
    }

    /// <summary>
    /// Lets a conversation go on under new numbers from a packet on, so that rows before it keep the old ones. Takes a place of its own.
    /// </summary>
    internal int Continue(int index, long packetNumber)
    {
        var before = flows[index];
        var next = Add(before.Key, packetNumber, before.FirstTime);
        nextStreamIndex--;
        ref var flow = ref flows[next];
        flow.A = before.A;
        flow.B = before.B;
        flow.StreamIndex = before.StreamIndex;
        flow.SynTime = before.SynTime;
        flow.FirstRoundTrip = before.FirstRoundTrip;
        flow.TlsVersion = before.TlsVersion;
        flow.TlsSincePacket = before.TlsSincePacket;
        return next;
    }

    internal void Clear()
    {
        count = 0;
        hand = 0;
        nextStreamIndex = 0;
        flows = new TcpFlow[Math.Min(maxCount, FirstCapacity)];
        buckets = NewBuckets(flows.Length);
    }

    private int TakePlace(in FlowKey key)
    {
        var newest = FindNewest(key);
        if (newest != None && TryFindExcess(newest, out var excess)) return LetGo(excess);
        if (count < maxCount)
        {
            if (count == flows.Length) Grow();
            return count++;
        }

        // At most two rounds: the first takes every mark away.
        while (flows[hand].WasUsed)
        {
            flows[hand].WasUsed = false;
            Advance();
        }

        var victim = OldestOf(hand);
        Advance();
        return LetGo(victim);
    }

    private bool TryFindExcess(int newest, out int oldest)
    {
        oldest = newest;
        for (var generation = 1; generation < MaxGenerations; generation++)
        {
            oldest = flows[oldest].Older;
            if (oldest == None) return false;
        }

        oldest = OldestOf(oldest);
        return true;
    }

    private int OldestOf(int index)
    {
        while (flows[index].Older != None) index = flows[index].Older;
        return index;
    }

    private int LetGo(int index)
    {
        ref var flow = ref flows[index];
        if (flow.Newer == None) RemoveFromBucket(index);
        else flows[flow.Newer].Older = None;
        counters.EvictedFlows++;
        return index;
    }

    private void Advance() => hand = hand + 1 == count ? 0 : hand + 1;

    private void Grow()
    {
        Array.Resize(ref flows, (int)Math.Min(maxCount, flows.Length * 2L));
        buckets = NewBuckets(flows.Length);
        for (var i = 0; i < count; i++)
        {
            // Older ones are reached through the newest and are in no bucket.
            if (flows[i].Newer != None) continue;
            ref var bucket = ref buckets[BucketOf(flows[i].Key)];
            flows[i].NextInBucket = bucket;
            bucket = i;
        }
    }

    private int BucketOf(in FlowKey key) => (int)(key.Hash(seed) & (uint)(buckets.Length - 1));

    private void RemoveFromBucket(int index)
    {
        ref var link = ref buckets[BucketOf(flows[index].Key)];
        while (link != index) link = ref flows[link].NextInBucket;
        link = flows[index].NextInBucket;
    }

    // Twice as many buckets as entries, a power of two.
    private static int[] NewBuckets(int capacity)
    {
        var length = 16;
        while (length < capacity * 2L && length < 1 << 30) length *= 2;
        var buckets = new int[length];
        Array.Fill(buckets, None);
        return buckets;
    }
}
