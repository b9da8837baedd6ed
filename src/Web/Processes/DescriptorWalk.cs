using System.IO.Enumeration;

namespace WebCap.Processes;

/// <summary>The numbers of a process's open files. A process that is gone has none, and one that may not be looked at says so.</summary>
internal sealed class DescriptorWalk(string folder) : FileSystemEnumerator<int>(folder)
{
    private const int AccessDenied = 13;

    private int error;

    /// <summary>True when the process is somebody else's.</summary>
    public bool IsDenied => error == AccessDenied;

    protected override int TransformEntry(ref FileSystemEntry entry) => ProcFolder.NumberOf(entry.FileName);

    protected override bool ShouldIncludeEntry(ref FileSystemEntry entry) => ProcFolder.NumberOf(entry.FileName) >= 0;

    // Not an exception: hundreds of processes of others are seen in a sample of a service without privileges.
    protected override bool ContinueOnError(int error)
    {
        this.error = error;
        return true;
    }
}
