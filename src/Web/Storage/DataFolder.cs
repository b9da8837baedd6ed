namespace WebCap.Storage;

/// <summary>
/// The folder of everything that outlives the process. One process at a time has it: tokens are also held in memory, and two processes
/// would not see each other's.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream claim;

    private DataFolder(string path, FileStream claim)
    {
        FullPath = path;
        this.claim = claim;
    }

    /// <summary>The folder; absolute.</summary>
    public string FullPath { get; }

    /// <summary>The database's file.</summary>
    public string DatabaseFile => Path.Combine(FullPath, "webcap.db");

    /// <summary>The folder of the keys that cookies are encrypted with.</summary>
    public string KeyFolder => Path.Combine(FullPath, "keys");

    /// <summary>Makes the folder if it is missing and claims it; a <see cref="StartException"/> says why that cannot be.</summary>
    public static DataFolder Open(string path)
    {
        FileStream claim;
        try
        {
            // Only a folder made here gets the narrow mode: one that exists was set up by somebody who knows who else needs it.
            if (!Directory.Exists(path)) OwnerOnly.CreateFolder(path);
            var lockFile = Path.Combine(path, "lock");
            claim = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (IsInUse(fault))
        {
            throw new StartException($"The data folder {path} is in use by another WebCap; stop it, or give this one another with --data FOLDER.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data folder {path} cannot be written to: {fault.Message} Choose another with --data FOLDER.", fault);
        }

        var folder = new DataFolder(path, claim);
        try
        {
            OwnerOnly.CreateFolder(folder.KeyFolder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            folder.Dispose();
            throw new StartException($"The folder {folder.KeyFolder} cannot be kept to its owner: {fault.Message}", fault);
        }

        return folder;
    }

    public void Dispose() => claim.Dispose();

    // FileShare.None takes an flock; somebody else's is reported as EWOULDBLOCK (Linux 11, macOS 35) or as a sharing violation (Windows).
    private static bool IsInUse(IOException fault) => fault.HResult is 11 or 35 or unchecked((int)0x80070020);
}
