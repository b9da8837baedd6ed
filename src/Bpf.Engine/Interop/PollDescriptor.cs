using System.Runtime.InteropServices;

namespace Bpf.Engine.Interop;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int Number;
    public short Wanted;
    public short Occurred;
}
