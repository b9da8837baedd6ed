using Packet.Dissect;
using WebCap.Client.Api;
using WebCap.Client.Browser;
using WebCap.Client.Components;
using WebCap.Client.Feed;
using WebCap.Client.Store;

namespace WebCap.Client.Capture;

/// <summary>Who has the packets: asked for while they come, and remembered from one visit to the next.</summary>
internal sealed partial class CaptureModel
{
    private const string WantsNamesKey = "processes";

    private readonly ProcessFeed processes;
    private bool wantsNames = Memory.Recall(WantsNamesKey) is not null;
    private string? deviceKind;

    /// <summary>The names for the packet list.</summary>
    public ProcessColumn Processes { get; }

    /// <summary>True when packets are shown and saved with the processes that likely have them.</summary>
    public bool NamesProcesses => wantsNames && NamesObstacle is null;

    /// <summary>What names are missing and why; null when there is nothing to say.</summary>
    public string? NamesShortcoming => NamesProcesses ? processes.Book.Shortcoming : null;

    /// <summary>Why the packets cannot be named; null when they can. The server has the last word.</summary>
    public string? NamesObstacle
        => signIn.Account is not { IsOperator: true } account ? "You are signed in as a viewer. The names of processes need the operator role."
        : LimitsText.Of(account.Limits).Length > 0 ? "Your token has limits, and the processes of the whole machine are more than that."
        : ShownKind is null or "live" ? null
        : "The packets of this interface are of no process on the server.";

    /// <summary>The comment of a packet in a file; null for none.</summary>
    public PacketComment? Comment => NamesProcesses ? CommentOn : null;

    // Of the packets that are shown, else of the interface that is chosen.
    private string? ShownKind => Phase is CapturePhase.Watching or CapturePhase.Ended ? deviceKind : Interface?.Kind;

    /// <summary>Begins or ends to name processes.</summary>
    public void ToggleNames()
    {
        SetWantsNames(!wantsNames);
        Changed?.Invoke();
    }

    private void OnNamesFailed(string sentence)
    {
        SetWantsNames(false);
        Report(new Problem { Detail = sentence });
    }

    private void SetWantsNames(bool wanted)
    {
        wantsNames = wanted;
        Memory.Keep(WantsNamesKey, wanted ? "shown" : null);
        FollowNames();
    }

    // The switch, the phase, the interface or the user is another one.
    private void FollowNames()
    {
        processes.Want(NamesProcesses && IsRunning);
        NameSelection();
        Pace.Request();
    }

    private void NameSelection()
    {
        var packet = NamesProcesses ? Selection.Packet : null;
        Selection.Name(packet?.Flow is { } flow ? processes.Book.Find(flow, packet.Direction, packet.TimeNanoseconds) : default);
    }

    // Null when the list does not have it: a new interface, which replays never are.
    private string? KindOf(string name)
    {
        foreach (var each in Interfaces ?? [])
        {
            if (each.Name == name) return each.Kind;
        }

        return null;
    }

    private void OnNames()
    {
        NameSelection();
        Pace.Request();
    }

    private string? CommentOn(in PacketInput packet) => Rows.Processes(packet, processes.Book).Comment;
}
