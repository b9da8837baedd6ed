using WebCap.Rewind.Triggers;

namespace WebCap.Rewind;

/// <summary>Begins the windows with the service, once in a while those that wait, and ends all with it.</summary>
internal sealed class RewindKeeper(RewindWindows windows, RewindTriggers triggers, TimeProvider time, IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await triggers.LoadAsync();
        await windows.LoadAsync();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        using var ticks = new PeriodicTimer(RetryInterval, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(ending.Token)) await windows.KeepAsync();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            await windows.StopAllAsync();
            await triggers.StopAsync();
        }
    }
}
