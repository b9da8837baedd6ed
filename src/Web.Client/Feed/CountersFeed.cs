using System.Text.Json;
using WebCap.Client.Api;
using WebCap.Client.Browser;

namespace WebCap.Client.Feed;

/// <summary>The hub's <c>Counters</c>, for as long as a page wants them.</summary>
internal sealed class CountersFeed
{
    private readonly Hub hub;
    private byte[] buffer = new byte[4096];
    private int listeners;
    private int stream;

    public CountersFeed(Hub hub)
    {
        this.hub = hub;
        hub.Changed += OnHubChanged;
    }

    /// <summary>New figures.</summary>
    public event Action? Changed;

    /// <summary>The latest figures; null before the first.</summary>
    public CountersInfo? Latest { get; private set; }

    /// <summary>Why there are none; null unless the server refused or sent what cannot be read.</summary>
    public string? Fault { get; private set; }

    /// <summary>A page wants the counters; disposing the result ends that.</summary>
    public IDisposable Listen(Action onChanged)
    {
        Changed += onChanged;
        if (listeners++ == 0 && hub.IsConnected) Open();
        return new Listener(this, onChanged);
    }

    private void Leave(Action onChanged)
    {
        Changed -= onChanged;
        if (--listeners > 0 || stream == 0) return;
        SignalR.End(stream);
        stream = 0;
    }

    private void OnHubChanged()
    {
        stream = 0;
        if (hub.IsConnected && listeners > 0) Open();
    }

    private void Open()
    {
        Fault = null;
        stream = SignalR.Counters(OnItem, OnEnd);
    }

    private void OnItem(int length)
    {
        if (length > buffer.Length) buffer = new byte[length];
        var item = buffer.AsSpan(0, length);
        SignalR.Take(item);
        try
        {
            Latest = JsonSerializer.Deserialize(item, ApiJson.Default.CountersInfo);
            Fault = null;
        }
        catch (JsonException fault)
        {
            Fault = $"The server's counters cannot be read: {fault.Message}";
        }

        Changed?.Invoke();
    }

    private void OnEnd(string? error)
    {
        stream = 0;
        Fault = HubError.Sentence(error);
        Changed?.Invoke();
    }

    private sealed class Listener(CountersFeed feed, Action onChanged) : IDisposable
    {
        private bool isDone;

        public void Dispose()
        {
            if (isDone) return;
            isDone = true;
            feed.Leave(onChanged);
        }
    }
}
