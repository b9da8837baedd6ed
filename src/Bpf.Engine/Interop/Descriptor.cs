using System.Runtime.InteropServices;

namespace Bpf.Engine.Interop;

/// <summary>
/// A file descriptor that is closed once. The marshaller holds a reference for the length of every call, so a descriptor that one thread
/// closes is never another's by the time a second thread's call reaches the kernel.
/// </summary>
internal sealed class Descriptor : SafeHandle
{
    public Descriptor()
        : base(-1, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle < 0;

    /// <summary>The number itself, for poll. The caller keeps the descriptor open meanwhile.</summary>
    public int Number => (int)handle;

    protected override bool ReleaseHandle() => Libc.Close(handle) == 0;
}
