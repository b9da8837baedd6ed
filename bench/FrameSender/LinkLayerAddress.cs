using System.Runtime.InteropServices;

namespace FrameSender;

/// <summary><c>struct sockaddr_ll</c>, 20 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 20)]
internal struct LinkLayerAddress
{
    public ushort Family;
    public ushort Protocol;
    public int InterfaceIndex;
}
