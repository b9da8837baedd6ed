using System.Globalization;
using System.Security.Claims;
using System.Threading.Channels;
using WebCap.Storage;

namespace WebCap.Audit;

/// <summary>
/// The audit log's way in. <see cref="Record(HttpContext, string, string, string)"/> puts an entry into a queue and returns: nobody who captures,
/// watches or asks ever waits for the disk. One writer takes what the queue has, a transaction at a time. A database that cannot be written
/// is tried again until it can; what the queue has no room for meanwhile is lost, counted, and said so in the log itself as soon as that is
/// possible. Any thread.
/// </summary>
internal sealed partial class AuditLog(AuditRepository repository, AuditOptions options, TimeProvider time, ILogger<AuditLog> logger) : BackgroundService
{
    /// <summary>Entries that can wait: minutes of a busy service, and about a megabyte.</summary>
    public const int QueueLength = 4096;

    // Texts of users go into it: a filter has at most 4,096 characters.
    private const int MaxDetailLength = 4096;
    private const int MaxTextLength = 256;
    private const int BatchLength = 256;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(2);

    private readonly Channel<Item> queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private long lost;
    private long lostWritten;
    private long failedWrites;

    /// <summary>Entries that found the queue full, or that the service had to leave behind when it stopped.</summary>
    public long Lost => Interlocked.Read(ref lost);

    /// <summary>Writes that the database refused; each was tried again.</summary>
    public long FailedWrites => Interlocked.Read(ref failedWrites);

    /// <summary>Notes what the caller of a request did. Never waits, never throws.</summary>
    /// <param name="context">The request, or the hub connection's.</param>
    /// <param name="action">One of <see cref="AuditAction"/>.</param>
    /// <param name="target">What it was done to.</param>
    /// <param name="detail">What else there is to know; no secrets.</param>
    public void Record(HttpContext context, string action, string target, string detail = "") => Record(
        context.User.Identity?.Name ?? "",
        context.User.FindFirstValue(ClaimTypes.Role) ?? "",
        AddressOf(context),
        action,
        target,
        detail);

    /// <summary>Notes something whose doer is not the caller of a request, or not yet.</summary>
    public void Record(string user, string role, string address, string action, string target, string detail = "")
    {
        var entry = new AuditEntry(
            0, time.GetUtcNow(), Cut(user, MaxTextLength), role, address, action, Cut(target, MaxTextLength), Cut(detail, MaxDetailLength));
        if (queue.Writer.TryWrite(new Item(entry, null))) return;
        // The first of a run is worth a line; the count says the rest.
        if (Interlocked.Increment(ref lost) == 1) LogLost(logger, action);
    }

    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <summary>
    /// Waits until what was recorded before the call is written, so that whoever asks finds what he has just done; a database that cannot be
    /// written is not waited for.
    /// </summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!queue.Writer.TryWrite(new Item(null, written))) return;
        try
        {
            await written.Task.WaitAsync(LongestFlush, cancellation);
        }
        catch (TimeoutException)
        {
            // What is written already can be read all the same.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Hosted services stop in the reverse of their order: nobody is served any more, so that this is all there will be.
        queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        // A service that stops as it starts may never have got to its writer.
        if (ExecuteTask is { IsCompleted: true }) await WriteAllAsync(new CancellationToken(canceled: true));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => WriteAllAsync(stoppingToken);

    private async Task WriteAllAsync(CancellationToken stopping)
    {
        List<AuditEntry> batch = [];
        List<TaskCompletionSource> flushes = [];
        // Ends when the queue is complete and empty: stopping only ends the waiting for a database that cannot be written.
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < BatchLength && queue.Reader.TryRead(out var item))
            {
                if (item.Entry is not null) batch.Add(item.Entry);
                if (item.Written is not null) flushes.Add(item.Written);
            }

            await WriteAsync(batch, stopping);
            foreach (var flush in flushes) flush.TrySetResult();
            batch.Clear();
            flushes.Clear();
        }
    }

    private async Task WriteAsync(List<AuditEntry> batch, CancellationToken stopping)
    {
        while (batch.Count > 0)
        {
            var lostNow = Lost;
            try
            {
                await repository.AddAsync(lostNow > lostWritten ? [.. batch, LossOf(lostNow - lostWritten)] : batch, options, time.GetUtcNow());
                lostWritten = lostNow;
                return;
            }
            catch (StorageException fault) when (!stopping.IsCancellationRequested)
            {
                Interlocked.Increment(ref failedWrites);
                LogNotWritten(logger, batch.Count, fault.Message);
                await Task.Delay(RetryInterval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception fault)
            {
                // The service stops, or this is a bug; either way trying again would hold up what comes after it.
                Interlocked.Increment(ref failedWrites);
                Interlocked.Add(ref lost, batch.Count);
                LogGivenUp(logger, fault, batch.Count);
                return;
            }
        }
    }

    private AuditEntry LossOf(long count) => new(
        0, time.GetUtcNow(), "", "", "", AuditAction.AuditLost, string.Create(CultureInfo.InvariantCulture, $"{count} entries"), "They could not be written down in time.");

    private static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");

    [LoggerMessage(130, LogLevel.Error, "The audit log's queue is full; entries are being lost ({Action} was the first).")]
    private static partial void LogLost(ILogger logger, string action);

    [LoggerMessage(131, LogLevel.Error, "The audit log could not be written and is tried again ({Count} entries wait): {Reason}")]
    private static partial void LogNotWritten(ILogger logger, int count, string reason);

    [LoggerMessage(132, LogLevel.Error, "{Count} entries of the audit log could not be written and are lost.")]
    private static partial void LogGivenUp(ILogger logger, Exception fault, int count);

    private readonly record struct Item(AuditEntry? Entry, TaskCompletionSource? Written);
}
