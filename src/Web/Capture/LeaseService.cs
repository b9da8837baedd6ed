namespace WebCap.Capture;

/// <summary>Once a second, closes the devices whose lease has run out; at the end of the service, all of them.</summary>
internal sealed class LeaseService(CaptureSessions sessions, TimeProvider time, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The listener is stopped before this service and waits for its requests. A download ends only with its device, so the devices have to
        // go when the stopping begins: otherwise one open download keeps the service for the whole of the host's patience, half a minute.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await ticks.WaitForNextTickAsync(ending.Token)) await sessions.CloseExpiredAsync();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            foreach (var bare in sessions.ListBare()) sessions.CloseBare(bare);
            foreach (var session in sessions.List()) await sessions.CloseAsync(session, "The service is stopping.");
        }
    }
}
