namespace WebCap.Capture;

/// <summary>Once a second, closes the devices whose lease has run out; at the end of the service, all of them.</summary>
internal sealed class LeaseService(CaptureSessions sessions, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken)) await sessions.CloseExpiredAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            foreach (var session in sessions.List()) await sessions.CloseAsync(session, "The service is stopping.");
        }
    }
}
