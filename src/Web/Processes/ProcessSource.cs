using System.Runtime.CompilerServices;

namespace WebCap.Processes;

/// <summary>
/// Samples once a second while somebody asks: a viewer of the stream, or a call within the last ten seconds. When nobody does, the table is
/// forgotten, so that no old answer is given later. However many ask, one samples. Any thread.
/// </summary>
internal sealed class ProcessSource(ProcessOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock sync = new();
    private readonly HashSet<string> askers = [];
    private TaskCompletionSource<ProcessSnapshot> next = NewPromise();
    private PeriodicTimer? ticks;
    private ProcessSnapshot? latest;
    private long askedAt;
    private int viewers;
    private bool isDisposed;

    /// <summary>True while samples are taken.</summary>
    public bool IsSampling
    {
        get
        {
            lock (sync) return ticks is not null;
        }
    }

    /// <summary>When the latest sample was taken; null when there is none.</summary>
    public DateTimeOffset? LatestSample
    {
        get
        {
            lock (sync) return latest?.Sample.Time;
        }
    }

    /// <summary>True when this user has not asked since the samples began: worth an entry in the audit log.</summary>
    public bool IsFirstAsk(string user)
    {
        lock (sync) return askers.Add(user);
    }

    /// <summary>The latest sample, at most a second old; the first when there is none yet.</summary>
    public Task<ProcessSnapshot> GetAsync(CancellationToken cancellation)
    {
        lock (sync)
        {
            askedAt = time.GetTimestamp();
            Begin();
            return latest is null ? next.Task.WaitAsync(cancellation) : Task.FromResult(latest);
        }
    }

    /// <summary>The whole table, then what is new of each sample. Ends with the viewer.</summary>
    public async IAsyncEnumerable<ProcessNews> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        ProcessSnapshot? told = null;
        lock (sync)
        {
            viewers++;
            Begin();
        }

        try
        {
            while (true)
            {
                var snapshot = await AfterAsync(told).WaitAsync(cancellation);
                if (snapshot.Since(told) is { } news) yield return news;
                told = snapshot;
            }
        }
        finally
        {
            lock (sync) viewers--;
        }
    }

    public void Dispose()
    {
        lock (sync)
        {
            isDisposed = true;
            ticks?.Dispose();
            next.TrySetCanceled();
        }
    }

    private static TaskCompletionSource<ProcessSnapshot> NewPromise() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<ProcessSnapshot> AfterAsync(ProcessSnapshot? told)
    {
        lock (sync) return latest is null || ReferenceEquals(latest, told) ? next.Task : Task.FromResult(latest);
    }

    private void Begin()
    {
        if (ticks is not null) return;
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ticks = new PeriodicTimer(Interval, time);
        _ = Task.Run(() => RunAsync(ticks));
    }

    private async Task RunAsync(PeriodicTimer timer)
    {
        try
        {
            var sampler = new ProcessSampler(options, time);
            do Tell(sampler.Sample());
            while (await timer.WaitForNextTickAsync() && MustGoOn());
        }
        catch (Exception fault)
        {
            // Whoever waits is told, and whoever asks next begins anew.
            lock (sync)
            {
                End();
                next.TrySetException(fault);
                next = NewPromise();
            }
        }
    }

    private void Tell(ProcessSnapshot snapshot)
    {
        lock (sync)
        {
            latest = snapshot;
            next.TrySetResult(snapshot);
            next = NewPromise();
        }
    }

    private bool MustGoOn()
    {
        lock (sync)
        {
            if (viewers > 0 || time.GetElapsedTime(askedAt) < Patience) return true;
            End();
            return false;
        }
    }

    private void End()
    {
        ticks?.Dispose();
        ticks = null;
        latest = null;
        askers.Clear();
    }
}
