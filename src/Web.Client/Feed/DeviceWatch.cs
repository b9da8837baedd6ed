using System.Globalization;
using WebCap.Client.Store;
using WebCap.Client.Browser;

namespace WebCap.Client.Feed;

/// <summary>
/// The stream of the one device that the page watches: opened when the hub is connected, opened again where it stopped when the connection comes back,
/// ended by the server or by <see cref="Stop"/>.
/// </summary>
internal sealed class DeviceWatch
{
    // Items up to here pass through one array that is used again and again; larger ones get an array that the store may keep. Half a store segment,
    // because from there on the store keeps.
    private const int ScratchBytes = PacketStore.DefaultSegmentBytes / 2;

    private readonly Hub hub;
    private readonly byte[] scratch = new byte[ScratchBytes];
    private int? minor;
    private int stream;

    /// <summary>Fills <paramref name="store"/> from <paramref name="hub"/>.</summary>
    public DeviceWatch(Hub hub, PacketStore store)
    {
        this.hub = hub;
        Progress = new WatchProgress(store);
        Store = store;
        hub.Changed += OnHubChanged;
    }

    /// <summary>An item has come. Raised for each, so a listener only takes note.</summary>
    public event Action? Received;

    /// <summary>The stream has ended; <see cref="WatchProgress.EndReason"/> says why.</summary>
    public event Action? Ended;

    /// <summary>Counters and state.</summary>
    public WatchProgress Progress { get; }

    /// <summary>True from <see cref="Start"/> until the end.</summary>
    public bool IsActive => minor is not null;

    private PacketStore Store { get; }

    /// <summary>Watches a device from its first record that the server still has.</summary>
    public void Start(int deviceMinor)
    {
        Stop();
        minor = deviceMinor;
        Progress.Begin();
        if (hub.IsConnected) Open();
    }

    /// <summary>Stops watching; what has come stays.</summary>
    public void Stop()
    {
        minor = null;
        if (stream == 0) return;
        SignalR.End(stream);
        stream = 0;
    }

    private void OnHubChanged()
    {
        if (!hub.IsConnected)
        {
            stream = 0;
            return;
        }

        if (minor is null) return;
        Progress.Resume();
        Open();
    }

    private void Open()
    {
        var session = Progress.SessionId?.ToString("x16", CultureInfo.InvariantCulture);
        stream = SignalR.Watch(minor!.Value, session, session is null ? 0 : Store.NextRecord ?? 0, OnItem, OnEnd);
    }

    private void OnItem(int length)
    {
        if (minor is null) return;
        var isLarge = length > scratch.Length;
        var item = isLarge ? new byte[length] : scratch;
        SignalR.Take(item.AsSpan(0, length));
        Progress.Accept(item, length, mayKeep: isLarge);
        Received?.Invoke();
        if (Progress.EndReason is not null) Finish();
    }

    private void OnEnd(string? error)
    {
        if (minor is null) return;
        Progress.End(HubError.Sentence(error) ?? "The server ended the stream.");
        Finish();
    }

    private void Finish()
    {
        Stop();
        Ended?.Invoke();
    }
}
