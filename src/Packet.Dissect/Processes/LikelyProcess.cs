namespace Packet.Dissect.Processes;

/// <summary>A process that likely sent or received a packet. Every text is safe to show as text.</summary>
/// <param name="Id">Its number on the machine of the capture.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Unit">Its systemd unit; null when there is none.</param>
/// <param name="Container">Its container, as in docker/0123456789ab; null when it is in none.</param>
public sealed record LikelyProcess(int Id, string Name, string? Unit, string? Container)
{
    /// <summary>As lists have it: <c>nginx[1234]</c>.</summary>
    public string Short => FormattableString.Invariant($"{Name}[{Id}]");

    /// <summary>With what it belongs to: <c>nginx (1234), nginx.service</c>.</summary>
    public string Long => FormattableString.Invariant($"{Name} ({Id})") + Part(Unit) + Part(Container);

    private static string Part(string? text) => string.IsNullOrEmpty(text) ? "" : ", " + text;
}
