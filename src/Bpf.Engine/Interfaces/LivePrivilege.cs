using Bpf.Engine.Device;
using Bpf.Engine.Interop;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// Whether this process may capture, and if not, what a person types to change that. The answer comes from opening a packet socket and not
/// from reading capability bits, because namespaces and sandboxes refuse sockets to processes that have the bits.
/// </summary>
internal static class LivePrivilege
{
    /// <summary>Null when live interfaces can be opened; else one or two sentences with the command that helps.</summary>
    public static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux())
            return "Live capture uses packet sockets, which only Linux has; capture files can be replayed here.";
        // Protocol 0: the socket never receives a frame, and closing it again is cheap.
        using var probe = Libc.OpenSocket(Libc.FamilyPacket, Libc.SocketRaw | Libc.SocketCloseOnExec, 0);
        return probe.IsInvalid ? Explain(Libc.LastErrno) : null;
    }

    /// <summary>The sentence for a packet socket that was refused with <paramref name="errno"/>.</summary>
    public static string Explain(Errno errno) => errno is Errno.EPERM or Errno.EACCES
        ? "This process lacks the privilege to capture (CAP_NET_RAW). Run it as root, give its container "
            + "--cap-add=NET_RAW --cap-add=NET_ADMIN, or grant the privilege to the program and start it again: "
            + $"sudo setcap cap_net_raw,cap_net_admin=eip {Quote(ExecutablePath)}"
        : $"The kernel has no packet socket for this process ({errno}).";

    // setcap wants the file itself, not a symbolic link to it.
    private static string ExecutablePath
    {
        get
        {
            var path = Environment.ProcessPath;
            if (!File.Exists(path)) return path ?? "PROGRAM";
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
    }

    // For a shell: bare where every character is plain, in single quotes otherwise.
    private static string Quote(string path) => path.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '+')
        ? path
        : "'" + path.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
