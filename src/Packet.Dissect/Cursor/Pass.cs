using System.Buffers.Binary;
using Packet.Dissect.Text;

namespace Packet.Dissect.Cursor;

/// <summary>
/// One walk over one packet, from the link layer inwards. Every layer gets it by reference, writes the row as it goes (the innermost
/// writes last and wins) and, when <see cref="Tree"/> is there, its lines. Lives for one call and borrows the packet's bytes.
/// </summary>
internal ref struct Pass
{
    /// <summary>The captured bytes. Read only below the captured length of a <see cref="View"/>.</summary>
    internal readonly ReadOnlySpan<byte> Frame;
    internal readonly long Number;
    internal readonly long TimeNanoseconds;
    internal readonly Dissection Owner;

    /// <summary>The row's Info; a layer clears it and writes its own.</summary>
    internal readonly TextBuilder Info;

    /// <summary>The tree to fill; null when only the row is wanted.</summary>
    internal readonly PacketTree? Tree;

    /// <summary>The line that layers go under while the packet within an ICMP error is read; null at the top.</summary>
    internal FieldNode? Quote;

    /// <summary>True within the packet that an ICMP error quotes: it is cut short by design and belongs to no conversation here.</summary>
    internal bool InQuotedPacket;

    /// <summary>True within the first fragment of a packet: the length of what it starts is not known.</summary>
    internal bool IsFragment;

    internal string Protocol;
    internal AddressKind SourceKind;
    internal AddressKind DestinationKind;
    internal int SourceOffset;
    internal int DestinationOffset;
    internal PacketFacts Facts;
    internal bool HasError;
    internal DissectError Error;

    /// <summary>End of what the network layer claims, for the padding after it; 0 until a network layer said so.</summary>
    internal int NetworkEnd;

    private int depth;
    private int steps;

    internal Pass(Dissection owner, in PacketInput input, TextBuilder info, PacketTree? tree)
    {
        Frame = input.Bytes;
        Number = input.Number;
        TimeNanoseconds = input.TimeNanoseconds;
        Owner = owner;
        Info = info;
        Tree = tree;
        Protocol = "";
    }

    internal readonly byte U8(int offset) => Frame[offset];

    internal readonly ushort U16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Frame[offset..]);

    internal readonly int U24(int offset) => (Frame[offset] << 16) | U16(offset + 1);

    internal readonly uint U32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(Frame[offset..]);

    internal readonly ulong U64(int offset) => BinaryPrimitives.ReadUInt64BigEndian(Frame[offset..]);

    internal readonly ReadOnlySpan<byte> Bytes(View view) => Frame.Slice(view.Offset, view.Captured);

    /// <summary>True when the first <paramref name="count"/> bytes of <paramref name="view"/> can be read; otherwise records why not.</summary>
    internal bool Require(View view, int count, string layer)
    {
        if (view.Captured >= count) return true;
        Fail(new DissectError(layer, view.Offset, count, view.Captured, view.Reported >= count));
        return false;
    }

    /// <summary>Records that the packet contradicts itself at <paramref name="offset"/>.</summary>
    internal void Malformed(string layer, int offset, int needed, int available)
        => Fail(new DissectError(layer, offset, needed, available, false));

    /// <summary>Starts a layer within a layer; false beyond the limit. Each true is paired with <see cref="Leave"/>.</summary>
    internal bool TryEnter()
    {
        if (depth < Owner.Limits.MaxDepth)
        {
            depth++;
            return true;
        }

        Tree?.AddGeneratedRoot($"[Layers beyond {Owner.Limits.MaxDepth} are not decoded]", FieldSeverity.Note, 0, 0);
        return false;
    }

    internal void Leave() => depth--;

    /// <summary>
    /// Counts one repeated item; false when the packet has used up its steps, or when only the row is wanted and it is full. This is what
    /// bounds the time that a packet can cost.
    /// </summary>
    internal bool TryStep() => ++steps <= Owner.Limits.MaxSteps && (Tree is not null || !Info.IsFull);

    /// <summary>Adds the line of a layer. Only where there is a tree.</summary>
    internal readonly FieldNode AddLayer(string name, string label, int offset, int length)
        => Quote is null ? Tree!.AddRoot(name, label, offset, length) : Quote.Add(name, label, offset, length);

    internal void SetAddresses(AddressKind kind, int sourceOffset, int destinationOffset)
    {
        SourceKind = DestinationKind = kind;
        SourceOffset = sourceOffset;
        DestinationOffset = destinationOffset;
    }

    /// <summary>Begins this layer's own row text.</summary>
    internal void StartRow(string protocol)
    {
        Protocol = protocol;
        Info.Clear();
    }

    // The first failure is the cause; what fails after it, in the layers around, follows from it.
    private void Fail(DissectError error)
    {
        if (HasError || InQuotedPacket) return;
        HasError = true;
        Error = error;
    }
}
