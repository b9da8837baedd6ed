using System.Globalization;
using WebCap.Storage;

namespace WebCap.Recordings;

/// <summary>
/// Where the files of recordings are. Every name is made here, of numbers only: nothing that somebody sends becomes part of a path.
/// </summary>
internal sealed class RecordingFolder
{
    public RecordingFolder(string path)
    {
        FullPath = path;
        OwnerOnly.CreateFolder(path);
    }

    public string FullPath { get; }

    /// <summary>Bytes that the disk has left for the service.</summary>
    public long FreeBytes => new DriveInfo(FullPath).AvailableFreeSpace;

    /// <summary>The folder of one recording.</summary>
    public string Of(long id) => Path.Combine(FullPath, id.ToString("D6", CultureInfo.InvariantCulture));

    /// <summary>One file of the recording whose folder is <paramref name="folder"/>.</summary>
    public static string FileIn(string folder, int number, RecordingSettings settings) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:D6}.{settings.Extension}"));

    /// <summary>The numbers of the files that are in a recording's folder, oldest first.</summary>
    public static IReadOnlyList<int> NumbersIn(string folder, RecordingSettings settings) =>
    [
        .. Directory.EnumerateFiles(folder, "*." + settings.Extension)
            .Select(path => int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0)
            .Order(),
    ];

    /// <summary>The recordings that have a folder.</summary>
    public IReadOnlyList<long> Ids() =>
    [
        .. Directory.EnumerateDirectories(FullPath)
            .Select(path => long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Order(),
    ];

    /// <summary>Ends a recording rather than leave a disk with less than <paramref name="keepFreeBytes"/>.</summary>
    /// <exception cref="RecordingWriteException">It has less.</exception>
    public static void CheckSpace(string folder, long keepFreeBytes)
    {
        if (keepFreeBytes == 0) return;
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < keepFreeBytes) throw new RecordingWriteException(free, keepFreeBytes);
    }
}
