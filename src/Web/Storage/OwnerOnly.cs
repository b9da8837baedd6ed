using Microsoft.Win32.SafeHandles;

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

    /// <summary>Makes a file that must not exist yet, for writing without a buffer in between; others may read it meanwhile.</summary>
    public static SafeFileHandle CreateNewFile(string path)
    {
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        // Nothing is in it yet, and nobody else enters its folder.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(handle, FilePermissions);
        return handle;
    }
}
