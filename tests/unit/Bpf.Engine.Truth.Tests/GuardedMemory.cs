using System.Buffers;
using System.Runtime.InteropServices;

namespace Bpf.Engine.Truth.Tests;

/// <summary>
/// Memory between two pages that may not be touched. A frame that is placed at its end, or at its start, makes a read of one byte too many
/// fault and end the process; which is why only child processes use it.
/// </summary>
internal sealed unsafe partial class GuardedMemory : MemoryManager<byte>
{
    private const int ReadWrite = 1 | 2;
    private const int NoAccess = 0;
    private const int PrivateAnonymous = 0x02 | 0x20;

    private readonly byte* start;
    private readonly nuint mappedBytes;
    private readonly int length;

    /// <summary>Room for frames of up to <paramref name="atLeast"/> bytes.</summary>
    public GuardedMemory(int atLeast)
    {
        var page = Environment.SystemPageSize;
        length = (atLeast + page - 1) / page * page;
        mappedBytes = (nuint)(length + 2 * page);
        var mapped = Map(0, mappedBytes, ReadWrite, PrivateAnonymous, -1, 0);
        if (mapped == -1) throw new InvalidOperationException($"mmap failed, errno {Marshal.GetLastPInvokeError()}");
        start = (byte*)mapped + page;
        if (Protect(mapped, (nuint)page, NoAccess) != 0 || Protect((nint)(start + length), (nuint)page, NoAccess) != 0)
            throw new InvalidOperationException($"mprotect failed, errno {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>
    /// Copies <paramref name="frame"/> in front of the second guard, or behind the first. It is valid until the next call.
    /// </summary>
    public ReadOnlyMemory<byte> Place(ReadOnlySpan<byte> frame, bool atEnd)
    {
        var placed = Memory.Slice(atEnd ? length - frame.Length : 0, frame.Length);
        frame.CopyTo(placed.Span);
        return placed;
    }

    public override Span<byte> GetSpan() => new(start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => Unmap((nint)start - Environment.SystemPageSize, mappedBytes);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
