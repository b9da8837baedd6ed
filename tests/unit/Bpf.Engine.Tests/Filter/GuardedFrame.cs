using System.Runtime.InteropServices;

namespace Bpf.Engine.Tests.Filter;

/// <summary>
/// Memory whose last byte is followed, and whose first is preceded, by a page that nobody may read: a filter that looks one byte outside
/// its frame ends the test process.
/// </summary>
internal sealed unsafe partial class GuardedFrame : IDisposable
{
    private const int NoAccess = 0;
    private const int ReadWrite = 3;

    // Private, anonymous, and not counted as used before it is written: room for the longest frame costs nothing.
    private const int Unreserved = 0x4022;

    private readonly byte* mapping;
    private readonly nint bytes;

    /// <summary>Room for frames of up to <paramref name="capacity"/> bytes; they are 0.</summary>
    public GuardedFrame(int capacity)
    {
        nint page = Environment.SystemPageSize;
        bytes = (capacity + page - 1) / page * page + 2 * page;
        mapping = (byte*)Map(0, bytes, ReadWrite, Unreserved, -1, 0);
        Assert.NotEqual(-1, (nint)mapping);
        Assert.Equal(0, Protect(mapping, page, NoAccess));
        Assert.Equal(0, Protect(mapping + bytes - page, page, NoAccess));
    }

    /// <summary>The last <paramref name="length"/> bytes, as they are.</summary>
    public Span<byte> Last(int length) => new(mapping + bytes - Environment.SystemPageSize - length, length);

    /// <summary>A copy of <paramref name="frame"/> whose end is the end of what can be read.</summary>
    public ReadOnlySpan<byte> AtTheEnd(ReadOnlySpan<byte> frame) => Copy(frame, Last(frame.Length));

    /// <summary>A copy of <paramref name="frame"/> whose start is the start of what can be read.</summary>
    public ReadOnlySpan<byte> AtTheStart(ReadOnlySpan<byte> frame) =>
        Copy(frame, new Span<byte>(mapping + Environment.SystemPageSize, frame.Length));

    public void Dispose() => _ = Unmap(mapping, bytes);

    private static ReadOnlySpan<byte> Copy(ReadOnlySpan<byte> frame, Span<byte> place)
    {
        frame.CopyTo(place);
        return place;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(byte* address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(byte* address, nint length);
}
