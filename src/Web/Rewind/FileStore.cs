using Microsoft.Win32.SafeHandles;
using WebCap.Storage;

namespace WebCap.Rewind;

/// <summary>
/// A rolling store on disk. All of its room is taken when it is made, so that a disk that others fill cannot fail it later, and the file has no name:
/// it is gone with the process, however that ends.
/// </summary>
internal sealed class FileStore : IRollingStore
{
    private readonly SafeFileHandle file;

    /// <param name="folder">Made when missing; for its owner only.</param>
    /// <param name="capacityBytes">Bytes to take.</param>
    /// <exception cref="IOException">The disk has not that much.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public FileStore(string folder, long capacityBytes)
    {
        OwnerOnly.CreateFolder(folder);
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.None, capacityBytes);
        File.Delete(path);
        CapacityBytes = capacityBytes;
    }

    public long CapacityBytes { get; }

    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(file, bytes, offset);

    public void Read(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(file, destination, offset);
            if (read == 0) throw new EndOfStreamException("The window's file is shorter than it was made.");
            destination = destination[read..];
            offset += read;
        }
    }

    public void Dispose() => file.Dispose();
}
