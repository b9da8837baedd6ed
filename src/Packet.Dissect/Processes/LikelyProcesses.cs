namespace Packet.Dissect.Processes;

/// <summary>The processes at the ends of a packet; a packet that stays on the machine has two.</summary>
/// <param name="Sender">Null when the sender is elsewhere, or not known.</param>
/// <param name="Receiver">Null when the receiver is elsewhere, or not known.</param>
/// <param name="AreBothHere">Both ends are on the machine, so that one that is not known has to be told from one that is elsewhere.</param>
public readonly record struct LikelyProcesses(LikelyProcess? Sender, LikelyProcess? Receiver, bool AreBothHere = false)
{
    private const string Unknown = "?";

    /// <summary>True when nobody is known.</summary>
    public bool IsEmpty => Sender is null && Receiver is null;

    /// <summary>As lists have it: <c>curl[12] → nginx[34]</c>, <c>? → nginx[34]</c> when only one of two is known; empty when nobody is.</summary>
    public string Short => Join(Sender?.Short, Receiver?.Short);

    /// <summary>With units and containers.</summary>
    public string Long => Join(Sender?.Long, Receiver?.Long);

    /// <summary>As pcapng files have it, in a comment of the packet; null when nobody is known.</summary>
    public string? Comment => IsEmpty ? null : $"Likely process: {Long}";

    private string Join(string? sender, string? receiver) =>
        IsEmpty ? ""
        : AreBothHere && sender != receiver ? $"{sender ?? Unknown} → {receiver ?? Unknown}"
        : sender is null ? receiver!
        : receiver is null || receiver == sender ? sender
        : $"{sender} → {receiver}";
}
