using WebCap.Storage;

namespace WebCap.Uploads;

/// <summary>
/// The folder of uploaded files, for its owner only. Names are ours, random, and end in what a file is; nothing that a user sent becomes part of a path.
/// <code>
///   0f3a…c2.part     is coming; removed at the next start
///   0f3a…c2.pcapng   is whole
/// </code>
/// </summary>
internal sealed class UploadFolder
{
    private const string Coming = ".part";

    private readonly string path;

    public UploadFolder(DataFolder data)
    {
        path = Path.Combine(data.FullPath, "captures");
        try
        {
            OwnerOnly.CreateFolder(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The folder {path} cannot be kept to its owner: {fault.Message}", fault);
        }
    }

    public string FullPathOf(string file) => Path.Combine(path, file);

    /// <summary>A new file for what is coming.</summary>
    public FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read, Options = FileOptions.Asynchronous, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(Path.Combine(path, Guid.NewGuid().ToString("n") + Coming), options);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("The file could not be stored: the data folder cannot be written.", fault);
        }
    }

    /// <summary>A file that has come gets its lasting name, which is returned.</summary>
    public string Keep(string coming, string extension)
    {
        var file = Path.GetFileNameWithoutExtension(coming) + "." + extension;
        File.Move(coming, FullPathOf(file));
        return file;
    }

    public void Remove(string file) => File.Delete(FullPathOf(file));

    /// <summary>Removes what was still coming when the service ended, and returns the names of the files that are whole.</summary>
    public IReadOnlyList<string> Tidy()
    {
        foreach (var file in Directory.GetFiles(path, "*" + Coming)) File.Delete(file);
        return [.. Directory.GetFiles(path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
    }
}
