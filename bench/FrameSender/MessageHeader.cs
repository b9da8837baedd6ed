using System.Runtime.InteropServices;

namespace FrameSender;

/// <summary><c>struct mmsghdr</c> on 64 bit: a message header of 56 bytes, then what was sent of it; 64 in all.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct MessageHeader
{
    public void* Name;
    public uint NameLength;
    public IoVector* Vectors;
    public nuint VectorCount;
    public void* Control;
    public nuint ControlLength;
    public int Flags;
    public uint SentBytes;
}
