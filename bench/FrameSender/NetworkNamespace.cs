using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FrameSender;

/// <summary>Network namespaces by the names that <c>ip netns</c> gives them.</summary>
internal static class NetworkNamespace
{
    private const string Folder = "/var/run/netns/";

    /// <summary>Moves the calling thread; sockets that it opens from now on are there.</summary>
    /// <exception cref="Win32Exception">There is none of this name, or the caller may not enter it.</exception>
    public static void Enter(string name)
    {
        var descriptor = Native.Open(Folder + name, Native.ReadOnly | Native.CloseOnExec);
        if (descriptor < 0) throw Failure(name);
        var result = Native.EnterNamespace(descriptor, Native.NewNetworkNamespace);
        var failure = result < 0 ? Failure(name) : null;
        _ = Native.Close(descriptor);
        if (failure is not null) throw failure;
    }

    private static Win32Exception Failure(string name)
    {
        var errno = Marshal.GetLastPInvokeError();
        return new Win32Exception(errno, $"network namespace {name}: {Marshal.GetPInvokeErrorMessage(errno)}");
    }
}
