namespace WebCap.Storage;

/// <summary>Modes that keep other users of the machine out. Windows keeps a profile's folders private by itself.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode FilePermissions = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderPermissions = FilePermissions | UnixFileMode.UserExecute;

    /// <summary>Makes a folder, or narrows one that exists.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, FolderPermissions);
        File.SetUnixFileMode(path, FolderPermissions);
    }

    /// <summary>Makes an empty file, or narrows one that exists.</summary>
    public static void CreateFile(string path)
    {
        new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, FilePermissions);
    }
}
