using System.Text.Json;
using Packet.Dissect.Processes;
using WebCap.Client.Browser;

namespace WebCap.Client.Feed;

/// <summary>The hub's <c>Processes</c> for as long as the page wants them, and the book of what it told, which stays.</summary>
internal sealed class ProcessFeed
{
    private readonly Hub hub;
    private byte[] buffer = new byte[4096];
    private bool isWanted;
    private int stream;

    public ProcessFeed(Hub hub)
    {
        this.hub = hub;
        hub.Changed += OnHubChanged;
    }

    /// <summary>The book has news.</summary>
    public event Action? Changed;

    /// <summary>There will be no more, for a reason in a sentence, until they are wanted again.</summary>
    public event Action<string>? Failed;

    /// <summary>Who has which socket, and had.</summary>
    public ProcessBook Book { get; } = new();

    /// <summary>Begins or ends to ask the server. It samples its sockets only while somebody asks.</summary>
    public void Want(bool wanted)
    {
        if (wanted == isWanted) return;
        isWanted = wanted;
        if (wanted && hub.IsConnected) Open();
        else if (!wanted) Close();
    }

    private void OnHubChanged()
    {
        // The stream went with the connection; the next one begins with the whole table.
        stream = 0;
        if (hub.IsConnected && isWanted) Open();
    }

    private void Open() => stream = SignalR.Processes(OnItem, OnEnd);

    private void Close()
    {
        if (stream != 0) SignalR.End(stream);
        stream = 0;
    }

    private void OnItem(int length)
    {
        if (length > buffer.Length) buffer = new byte[length];
        var item = buffer.AsSpan(0, length);
        SignalR.Take(item);
        if (!isWanted) return;
        try
        {
            Book.Take(item);
        }
        catch (JsonException fault)
        {
            Fail($"The server's table of processes cannot be read: {fault.Message}");
            return;
        }

        Changed?.Invoke();
    }

    private void OnEnd(string? error)
    {
        if (isWanted) Fail(HubError.Sentence(error) ?? "The server tells no more of its processes.");
    }

    private void Fail(string sentence)
    {
        isWanted = false;
        Close();
        Failed?.Invoke(sentence);
    }
}
