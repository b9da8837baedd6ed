using System.Globalization;
using System.Text;
using Bpf.Engine.Device;

namespace WebCap.NetBpf;

/// <summary>net.bpf in the shape of NetBSD's <c>netstat -B</c> and <c>netstat -s -B</c> [NET-3], for eyes and scripts that know it.</summary>
internal static class NetstatText
{
    public static string Format(in GlobalStatistics statistics) => string.Create(
        CultureInfo.InvariantCulture,
        $"bpf:\n\t{statistics.Received} total packets received\n\t{statistics.Captured} total packets captured\n\t{statistics.Dropped} total packets dropped\n");

    public static string Format(IReadOnlyList<PeerInfo> peers)
    {
        var text = new StringBuilder("Active BPF peers\n");
        AppendRow(text, "PID", "Int", "Recv", "Drop", "Capt", "Flags", "Bufsize", "Comm");
        foreach (var peer in peers)
        {
            AppendRow(
                text,
                Number(peer.Owner.ProcessId),
                Printable(peer.InterfaceName),
                Number(peer.Statistics.Received),
                Number(peer.Statistics.Dropped),
                Number(peer.Statistics.Captured),
                StateOf(peer) + PeerView.FlagsOf(peer),
                Number(peer.BufferBytes),
                // NetBSD has the name of the process here; a user of the API is as near as there is.
                Printable(peer.Owner.User));
        }

        return text.ToString();
    }

    private static void AppendRow(
        StringBuilder text, string pid, string name, string received, string dropped, string captured, string flags, string bufferBytes, string user) =>
        text.Append(CultureInfo.InvariantCulture, $"{pid,-7} {name,-7} {received,-8} {dropped,-8} {captured,-8} {flags,-6} {bufferBytes,-8} {user}\n");

    private static char StateOf(PeerInfo peer) => peer.State switch
    {
        PeerState.Idle => 'I',
        PeerState.Waiting => 'W',
        PeerState.TimedOut => 'T',
        _ => '-',
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    // Names are other people's text, and this one is read in terminals: a blank would shift the columns, a control character do worse.
    private static string Printable(string text) => string.Concat(text.Select(letter => letter is > ' ' and <= '~' ? letter : '?'));
}
