using WebCap.Client.Api;

namespace WebCap.Client.Capture;

/// <summary>
/// The recording that was started from the capture page, if any: the server writes what is being watched to a file. Pages come and go, this stays, and
/// the recording goes on when the page is closed.
/// </summary>
internal sealed class PageRecording(ApiClient api, CaptureModel capture, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool isFollowing;

    /// <summary>Something is different.</summary>
    public event Action? Changed;

    /// <summary>The recording as the server last said; null before the first.</summary>
    public RecordingInfo? Latest { get; private set; }

    /// <summary>True while it runs.</summary>
    public bool IsRunning => Latest?.IsActive == true;

    /// <summary>The server is being asked to start or stop.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Starts it with the interface and the filter of the device that is watched, or stops it.</summary>
    public async Task ToggleAsync()
    {
        if (IsBusy) return;
        IsBusy = true;
        Changed?.Invoke();
        await capture.AttemptAsync(async () => Latest = IsRunning ? await api.StopRecordingAsync(Latest!.Id) : await StartAsync());
        IsBusy = false;
        Changed?.Invoke();
        if (IsRunning) await FollowAsync();
    }

    private Task<RecordingInfo> StartAsync()
    {
        var device = capture.Device ?? throw new InvalidOperationException("nothing is watched");
        return api.StartRecordingAsync(new StartRecordingRequest
        {
            Interface = device.Interface,
            Filter = device.Filter ?? "",
            SnapLength = device.SnapLength,
            Promiscuous = device.Promiscuous,
            ExcludeOwnTraffic = capture.Options.LeavesOutOwnTraffic,
        });
    }

    // It can end by itself: a full disk, an interface that goes, somebody else's stop.
    private async Task FollowAsync()
    {
        if (isFollowing) return;
        isFollowing = true;
        while (IsRunning)
        {
            await Task.Delay(Interval, time);
            if (!IsRunning || IsBusy) continue;
            try
            {
                var now = await api.GetRecordingAsync(Latest!.Id);
                if (!IsBusy && IsRunning) Latest = now;
            }
            catch (ApiException)
            {
                // A lost connection is shown already, and a sign-out too; the next turn asks again.
            }

            if (Latest is { State: "failed", Reason: var reason }) capture.Report(new Problem { Detail = $"The recording has ended. {reason}" });
            Changed?.Invoke();
        }

        isFollowing = false;
    }
}
