using System.Runtime.InteropServices;
using Bpf.Engine.Filter;

namespace Bpf.Engine.Truth.Tests;

/// <summary>
/// Linux's own filter machine, as a socket's filter: a datagram that the program rejects never arrives, one that it accepts is cut to the
/// verdict. One attachment serves any number of frames; attachments are few, because the kernel frees a filter late and in bulk they were
/// seen to lock it up.
/// </summary>
internal sealed unsafe partial class KernelOracle : IDisposable
{
    /// <summary>Attachments that a whole test run may try, refused ones included. A hard bound: nothing scales it.</summary>
    public const int MostAttachments = 64;

    private const int AddressFamilyUnix = 1;
    private const int Datagram = 2;
    private const int NonBlockingCloseOnExec = 0x800 | 0x80000;
    private const int SocketLevel = 1;
    private const int AttachFilter = 26;

    private static int attachments;

    private readonly int sender;
    private readonly int receiver;
    private readonly byte[] room = new byte[2048];

    private KernelOracle(int sender, int receiver) => (this.sender, this.receiver) = (sender, receiver);

    /// <summary>Attaches <paramref name="program"/>; null with the errno when the kernel refuses it.</summary>
    public static KernelOracle? Attach(ReadOnlySpan<Instruction> program, out int errno)
    {
        if (Interlocked.Increment(ref attachments) > MostAttachments)
            throw new InvalidOperationException($"more than {MostAttachments} socket filters in one run");
        var pair = stackalloc int[2];
        if (SocketPair(AddressFamilyUnix, Datagram | NonBlockingCloseOnExec, 0, pair) != 0)
        {
            errno = Marshal.GetLastPInvokeError();
            return null;
        }

        var oracle = new KernelOracle(pair[0], pair[1]);
        fixed (Instruction* first = program)
        {
            var filter = new FilterOption { Length = (ushort)program.Length, Instructions = first };
            if (SetOption(oracle.receiver, SocketLevel, AttachFilter, &filter, (uint)sizeof(FilterOption)) == 0)
            {
                errno = 0;
                return oracle;
            }
        }

        errno = Marshal.GetLastPInvokeError();
        oracle.Dispose();
        return null;
    }

    /// <summary>Bytes that arrive, the verdict or the frame's length, whichever is less; null when nothing does.</summary>
    public int? Arrives(ReadOnlySpan<byte> frame)
    {
        // A datagram between two ends of a pair is there, or thrown away, when send returns: nothing has to be waited for.
        fixed (byte* bytes = frame)
        fixed (byte* buffer = room)
        {
            if (Send(sender, bytes, (nuint)frame.Length, 0) != frame.Length)
                throw new InvalidOperationException($"send failed, errno {Marshal.GetLastPInvokeError()}");
            var received = Receive(receiver, buffer, (nuint)room.Length, 0);
            return received < 0 ? null : (int)received;
        }
    }

    public void Dispose()
    {
        _ = Close(sender);
        _ = Close(receiver);
    }

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int SocketPair(int family, int type, int protocol, int* pair);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int option, FilterOption* value, uint length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    /// <summary><c>struct sock_fprog</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FilterOption
    {
        public ushort Length;
        public Instruction* Instructions;
    }
}
