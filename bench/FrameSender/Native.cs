using System.Runtime.InteropServices;

namespace FrameSender;

/// <summary>The calls to libc; on failure they return -1 (or 0, for a name) and leave errno.</summary>
internal static unsafe partial class Native
{
    public const int FamilyPacket = 17;
    public const int SocketRaw = 3;
    public const int CloseOnExec = 0x80000;
    public const int LevelPacket = 263;
    public const int PacketQdiscBypass = 20;
    public const int NewNetworkNamespace = 0x40000000;
    public const int ReadOnly = 0;
    public const int ClockRealtime = 0;
    public const int ClockMonotonic = 1;
    public const int AbsoluteTime = 1;
    public const int SetTimerSlack = 29;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int ENOBUFS = 105;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int socket, LinkLayerAddress* address, uint length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(int socket, int level, int name, int* value, uint length);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMessages(int socket, MessageHeader* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint InterfaceIndex(string name);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int EnterNamespace(int descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int ControlThread(int option, ulong value);

    // Reads a page that the kernel shares with every process; nothing blocks.
    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    public static partial int GetTime(int clock, TimeSpec* time);

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    public static partial int Sleep(int clock, int flags, TimeSpec* until, TimeSpec* remaining);
}
