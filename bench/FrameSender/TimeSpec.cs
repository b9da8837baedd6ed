using System.Runtime.InteropServices;

namespace FrameSender;

/// <summary><c>struct timespec</c> on 64 bit.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    public long Seconds;
    public long Nanoseconds;
}
