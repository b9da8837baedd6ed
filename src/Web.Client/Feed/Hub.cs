using WebCap.Client.Browser;

namespace WebCap.Client.Feed;

/// <summary>
/// The page's one connection to <c>/hubs/capture</c>. It reconnects by itself; whoever has a stream opens it again when <see cref="Changed"/> says
/// <see cref="HubState.Connected"/>.
/// </summary>
internal sealed class Hub
{
    private bool wasConnected;

    /// <summary>The state is another one.</summary>
    public event Action? Changed;

    /// <summary>The server no longer knows who is signed in.</summary>
    public event Action? Refused;

    /// <summary>Where the connection stands.</summary>
    public HubState State { get; private set; }

    /// <summary>Attempts that failed since the connection was lost.</summary>
    public int Attempt { get; private set; }

    /// <summary>True when streams can be opened.</summary>
    public bool IsConnected => State == HubState.Connected;

    /// <summary>Begins to connect.</summary>
    public void Connect() => SignalR.Connect("hubs/capture", OnState);

    /// <summary>Ends the connection; streams end with it.</summary>
    public async Task DisconnectAsync()
    {
        wasConnected = false;
        Set(HubState.Off);
        await SignalR.DisconnectAsync();
    }

    /// <summary>Tries again at once.</summary>
    public static void Retry() => SignalR.Retry();

    private void OnState(string state, string detail)
    {
        switch (state)
        {
            case "connected":
                wasConnected = true;
                Attempt = 0;
                Set(HubState.Connected);
                break;
            case "refused":
                wasConnected = false;
                Set(HubState.Off);
                Refused?.Invoke();
                break;
            default:
                Attempt = int.TryParse(detail, out var attempt) ? attempt : 0;
                Set(wasConnected ? HubState.Reconnecting : HubState.Connecting);
                break;
        }
    }

    private void Set(HubState state)
    {
        State = state;
        Changed?.Invoke();
    }
}
