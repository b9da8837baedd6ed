using Bpf.Engine.Tap;

namespace Bpf.Engine.Interfaces;

/// <summary>The place of the source address in an Ethernet header: destination (6), source (6), type (2).</summary>
internal static class EthernetSource
{
    public const int Offset = 6;

    public const int Length = 6;

    /// <summary>Puts the address in, if the frame has a whole header and the address is one of Ethernet's [WRITE-2].</summary>
    public static void Fill(Span<byte> frame, ReadOnlySpan<byte> address)
    {
        if (frame.Length >= EthernetHeader.Length && address.Length == Length) address.CopyTo(frame[Offset..]);
    }
}
