using System.Runtime.InteropServices;
using Bpf.Engine.Device;

namespace Bpf.Engine.Interop;

/// <summary>
/// The C library's calls that live capture needs, on Linux only. They keep their own names and answers: -1 and errno on failure.
/// This part holds descriptors, memory and errors; sockets and links have parts of their own.
/// </summary>
internal static unsafe partial class Libc
{
    // The runtime gives this name to the library of the running system, glibc or musl.
    private const string Library = "libc";

    public const int ProtectRead = 1;
    public const int ProtectWrite = 2;
    public const int MapShared = 1;
    public static readonly nint MapFailed = -1;

    public const short PollIn = 0x001;
    public const short PollError = 0x008;

    public const int EventCloseOnExec = 0x80000;
    public const int EventNonBlocking = 0x800;

    // Errors that have no name among the device's own; see ToErrno.
    private const int TooManyFilesInSystem = 23;
    private const int TooManyFiles = 24;

    /// <summary>The calling thread's errno, as the last call here left it.</summary>
    public static Errno LastErrno => ToErrno(Marshal.GetLastPInvokeError());

    /// <summary>
    /// The device's word for a kernel error. The numbers are the same where the device has the name. A missing device is ENXIO for the
    /// device's callers, a full descriptor table is a want of room, and what is left is an I/O error.
    /// </summary>
    public static Errno ToErrno(int number) => number switch
    {
        (int)Errno.ENODEV => Errno.ENXIO,
        TooManyFiles or TooManyFilesInSystem => Errno.ENOMEM,
        _ when Enum.IsDefined((Errno)number) => (Errno)number,
        _ => Errno.EIO,
    };

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(nint descriptor);

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    public static partial nint MapMemory(nint address, nuint length, int protection, int flags, Descriptor descriptor, nint offset);

    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    public static partial int UnmapMemory(nint address, nuint length);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutMs);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial Descriptor OpenEvent(uint initial, int flags);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(Descriptor descriptor, void* bytes, nuint length);
}
