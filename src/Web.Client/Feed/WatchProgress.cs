using System.Text;
using Bpf.Wire;
using Packet.Dissect;
using WebCap.Client.Store;

namespace WebCap.Client.Feed;

/// <summary>
/// What has come of one device's stream. The usage protocol: <see cref="Begin"/> for a device; then each item to <see cref="Accept"/>; after a lost connection
/// ask the server again with <see cref="SessionId"/> and <see cref="PacketStore.NextRecord"/> and call <see cref="Resume"/>.
/// The stream ends once, with a reason: the server said so, or the device that answers is not the one that was watched.
/// </summary>
internal sealed class WatchProgress(PacketStore store)
{
    private long feedDroppedBefore;
    private bool isResumed;

    /// <summary>The session being watched; null until its first item has come.</summary>
    public ulong? SessionId { get; private set; }

    /// <summary>The counters of the latest item.</summary>
    public Ledger Ledger { get; private set; }

    /// <summary>Why there will be no more; null while there may be.</summary>
    public string? EndReason { get; private set; }

    /// <summary>True when the device's interface has disappeared.</summary>
    public bool IsInterfaceGone { get; private set; }

    /// <summary>True once the server has answered.</summary>
    public bool HasState { get; private set; }

    /// <summary>Items that were no batches.</summary>
    public long BadItems { get; private set; }

    /// <summary>Starts with another device.</summary>
    public void Begin()
    {
        SessionId = null;
        Ledger = default;
        EndReason = null;
        IsInterfaceGone = HasState = false;
        BadItems = feedDroppedBefore = 0;
        isResumed = false;
    }

    /// <summary>The same device is asked again. The server's feed is a new one and counts from 0.</summary>
    public void Resume()
    {
        feedDroppedBefore = Ledger.FeedDropped;
        isResumed = true;
    }

    /// <summary>There will be no more, for a reason that did not come as an item.</summary>
    public void End(string reason) => EndReason ??= reason;

    /// <summary>Takes an item of <paramref name="length"/> bytes at the start of <paramref name="item"/>; see <see cref="PacketStore.Append"/> for <paramref name="mayKeep"/>.</summary>
    public void Accept(byte[] item, int length, bool mayKeep)
    {
        if (EndReason is not null) return;
        if (!BatchHeader.TryRead(item.AsSpan(0, length), out var header, out var payload))
        {
            BadItems++;
            return;
        }

        if (SessionId is { } known && known != header.SessionId)
        {
            End("The device was closed while the connection was lost.");
            return;
        }

        SessionId = header.SessionId;
        Ledger = Ledger.Of(header, feedDroppedBefore);
        IsInterfaceGone = header.IsInterfaceGone;
        HasState = true;
        switch (header.Kind)
        {
            case BatchKind.Records:
                store.Append(header, item, length - payload.Length, payload.Length, mayKeep, isResumed ? GapReason.ConnectionLost : GapReason.ViewerTooSlow);
                isResumed = false;
                break;
            case BatchKind.End:
                End(DisplayText.Escape(Encoding.UTF8.GetString(payload)));
                break;
        }
    }
}
