using WebCap.Storage;

namespace WebCap.Security;

/// <summary>
/// Once a minute: ends what has expired, and writes down when sessions and tokens were last used. A database that cannot be written then is
/// tried again a minute later.
/// </summary>
internal sealed partial class SignInCaretaker(
    SignInRegistry registry, TokenRepository tokens, SessionRepository sessions, TimeProvider time, ILogger<SignInCaretaker> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    // A session's last use only decides when seven days without use are over: an hour is exact enough, and spares the disk.
    private static readonly TimeSpan Precision = TimeSpan.FromHours(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(() => PersistAsync(TimeSpan.Zero));
    }

    /// <summary>One round.</summary>
    public async Task RunOnceAsync()
    {
        var now = time.GetUtcNow();
        foreach (var signIn in registry.ListAll())
        {
            // A page that only watches makes no further requests; it is in use all the same.
            if (signIn.IsActive && !SignInRegistry.IsOver(signIn, now)) signIn.Touch(now);
        }

        await registry.RemoveExpiredAsync();
        await PersistAsync(Precision);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryAsync(RunOnceAsync);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StorageException fault)
        {
            LogNotWritten(logger, fault.Message);
        }
    }

    private async Task PersistAsync(TimeSpan precision)
    {
        SignIn[] stale = [.. registry.ListAll().Where(signIn => signIn.SeenAt.ToUnixTimeMilliseconds() - signIn.PersistedAtMs > precision.TotalMilliseconds)];
        (SignIn SignIn, DateTimeOffset At)[] uses = [.. stale.Select(signIn => (signIn, signIn.SeenAt))];
        if (uses.Length == 0) return;
        await sessions.TouchAsync([.. uses.Where(use => use.SignIn.Session is not null).Select(use => (use.SignIn.Session!.Id, use.At))]);
        await tokens.TouchAsync([.. uses.Where(use => use.SignIn.Session is null).Select(use => (use.SignIn.Token.Id, use.At))]);
        foreach (var (signIn, at) in uses) signIn.PersistedAtMs = at.ToUnixTimeMilliseconds();
    }

    [LoggerMessage(101, LogLevel.Warning, "When sessions were last used could not be written down: {Reason}")]
    private static partial void LogNotWritten(ILogger logger, string reason);
}
