namespace WebCap.Processes;

/// <summary>The kernel's numbers for the states of sockets in ss(8)'s words.</summary>
internal static class SocketStateText
{
    private const byte Established = 1;
    private const byte TimeWait = 6;

    private static readonly string[] Names =
        ["", "established", "syn-sent", "syn-recv", "fin-wait-1", "fin-wait-2", "time-wait", "closed", "close-wait", "last-ack", "listening", "closing", "syn-recv"];

    /// <summary>Sockets without connections borrow two of TCP's numbers.</summary>
    public static string Of(SocketProtocol protocol, byte state) =>
        protocol != SocketProtocol.Tcp ? state == Established ? "connected" : "open"
        : state < Names.Length ? Names[state]
        : "";

    /// <summary>True when the kernel keeps it although nobody has it any more.</summary>
    public static bool IsTimeWait(byte state) => state == TimeWait;
}
