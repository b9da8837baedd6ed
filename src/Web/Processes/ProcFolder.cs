using System.Globalization;
using System.IO.Enumeration;

namespace WebCap.Processes;

/// <summary>
/// Files of /proc. Processes end while they are looked at, and those of others may not be read: neither is a fault, and what cannot be read is
/// empty. One thread at a time.
/// </summary>
internal sealed class ProcFolder(string root)
{
    private const int ChunkBytes = 64 * 1024;

    // A control group's path has at most 4,096 bytes, and version 1 has a dozen of them; the first say what there is to know.
    private const int StartBytes = 8 * 1024;

    private readonly byte[] chunk = new byte[ChunkBytes];

    /// <summary>Takes a line, without its end; false to stop.</summary>
    public delegate bool LineReader(ReadOnlySpan<byte> line);

    /// <summary>The beginning of a file.</summary>
    public byte[] ReadStart(string name) => Read(name, handle => chunk[..RandomAccess.Read(handle, chunk.AsSpan(0, StartBytes), 0)]) ?? [];

    /// <summary>The lines of a file; one that is longer than 64 KiB ends the reading. False when the file cannot be read.</summary>
    public bool ReadLines(string name, LineReader take) => Read(name, handle =>
    {
        long offset = 0;
        for (var kept = 0; ;)
        {
            var count = RandomAccess.Read(handle, chunk.AsSpan(kept), offset);
            if (count == 0) return [];
            offset += count;
            var text = chunk.AsSpan(0, kept + count);
            for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..])
            {
                if (!take(text[..end])) return [];
            }

            if (text.Length == ChunkBytes) return [];
            text.CopyTo(chunk);
            kept = text.Length;
        }
    }) is not null;

    /// <summary>The numbers of the processes there are, in order.</summary>
    public List<int> ListProcesses()
    {
        if (!Directory.Exists(root)) return [];
        var numbers = new FileSystemEnumerable<int>(root, (ref FileSystemEntry entry) => NumberOf(entry.FileName))
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => NumberOf(entry.FileName) > 0,
        };
        var list = numbers.ToList();
        list.Sort();
        return list;
    }

    /// <summary>The open files of a process; disposed by the caller.</summary>
    public DescriptorWalk OpenDescriptors(int process) => new(PathOf($"{process}/fd"));

    /// <summary>The socket that an open file of a process is; 0 when it is none, or may not be looked at, which <paramref name="isReadable"/> tells apart.</summary>
    public long SocketOf(int process, int descriptor, out bool isReadable)
    {
        const string Prefix = "socket:[";
        var target = new FileInfo(PathOf($"{process}/fd/{descriptor}")).LinkTarget;
        isReadable = target is not null;
        if (target is null || !target.StartsWith(Prefix, StringComparison.Ordinal)) return 0;
        return long.TryParse(target.AsSpan()[Prefix.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var inode) ? inode : 0;
    }

    internal static int NumberOf(ReadOnlySpan<char> name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private byte[]? Read(string name, Func<Microsoft.Win32.SafeHandles.SafeFileHandle, byte[]> read)
    {
        var path = PathOf(name);
        if (!File.Exists(path)) return null;
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return read(handle);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It ended between the two lines above, or while it was read.
            return null;
        }
    }

    private string PathOf(FormattableString name) => PathOf(FormattableString.Invariant(name));

    private string PathOf(string name) => Path.Combine(root, name);
}
