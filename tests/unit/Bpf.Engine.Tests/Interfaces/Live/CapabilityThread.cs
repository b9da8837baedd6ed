using System.Runtime.InteropServices;

namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>Runs code on a thread of its own that has given up every capability. They are the thread's, so the process keeps its own.</summary>
internal static unsafe partial class CapabilityThread
{
    // _LINUX_CAPABILITY_VERSION_3, whose sets are 64 bits in two halves.
    private const uint Version = 0x20080522;

    public static T RunWithoutPrivilege<T>(Func<T> code)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Drop();
                result = code();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException("the code without privilege failed", failure);
        return result!;
    }

    private static void Drop()
    {
        var header = stackalloc uint[2] { Version, 0 };
        // Effective, permitted and inheritable, twice.
        var sets = stackalloc uint[6];
        new Span<uint>(sets, 6).Clear();
        if (SetCapabilities(header, sets) < 0) throw new InvalidOperationException("capset failed");
    }

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static partial int SetCapabilities(uint* header, uint* sets);
}
